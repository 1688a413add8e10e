import { parsePhysicalType } from '../contract/athena-type.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import type { Source } from './mesh.ts';
import type { PipelineFile } from './spec-schemas.ts';
import { SQL_NAME } from './sql-name.ts';
import type { YamlFile } from './yaml-file.ts';

type ResolvedSources = { readonly sources: readonly Source[]; readonly diagnostics: readonly Diagnostic[] };

/** Sources of a product, whose names SQL uses like tables. */
export function resolveSources(
  pipeline: PipelineFile,
  yaml: YamlFile,
  steps: readonly string[],
): ResolvedSources {
  const diagnostics: Diagnostic[] = [];
  const sources = Object.entries(pipeline.sources ?? {}).map(([name, written]): Source => {
    const path = ['sources', name];
    const report = (code: 'InvalidName' | 'DuplicateName', message: string): void => {
      diagnostics.push(errorAt(yaml.keySpanOf(path), { code, message }));
    };
    if (!SQL_NAME.test(name)) report('InvalidName', `the source name "${name}" is not ${LETTERS}`);
    if (steps.includes(name)) report('DuplicateName', `"${name}" is a source and a SQL file`);
    const columns = Object.entries(written.columns).map(([column, type]) =>
      resolveColumn({
        column,
        type,
        format: written.format,
        path: [...path, 'columns', column],
        yaml,
        diagnostics,
      }),
    );
    if (columns.length === 0) {
      const message = `the source "${name}" has no columns`;
      diagnostics.push(errorAt(yaml.keySpanOf([...path, 'columns']), { code: 'MissingKey', message }));
    }
    return { name, prefix: written.prefix, format: written.format, columns };
  });
  return { sources, diagnostics };
}

const LETTERS = 'lower-case letters, digits and underscores';

type ColumnContext = {
  readonly column: string;
  readonly type: string;
  readonly format: Source['format'];
  readonly path: readonly string[];
  readonly yaml: YamlFile;
  readonly diagnostics: Diagnostic[];
};

function resolveColumn(context: ColumnContext): Source['columns'][number] {
  const { column, type, format, path, yaml, diagnostics } = context;
  if (!SQL_NAME.test(column)) {
    const message = `the column name "${column}" is not ${LETTERS}`;
    diagnostics.push(errorAt(yaml.keySpanOf(path), { code: 'InvalidName', message }));
  }
  const resolved = parsePhysicalType(type);
  if (resolved === undefined) {
    const message = `the column "${column}" has the type "${type}", which a source cannot have`;
    const hint = 'use string, boolean, int, bigint, float, double, decimal(p,s), date or timestamp';
    diagnostics.push(errorAt(yaml.spanOf(path), { code: 'UnsupportedType', message, hint }));
  } else if (format === 'csv' && resolved !== 'string') {
    const message = `the column "${column}" is ${resolved}, and every column of a CSV file is read as text`;
    const hint = `write string, and cast(${column} AS …) in SQL`;
    diagnostics.push(errorAt(yaml.spanOf(path), { code: 'UnsupportedType', message, hint }));
  }
  return { name: column, type: resolved ?? 'string' };
}
