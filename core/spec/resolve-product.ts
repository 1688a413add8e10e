import type { Contract } from '../contract/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Load, Product, ProductId, Promises, Source, Table } from './mesh.ts';
import { checkDirectoryName } from './check-names.ts';
import { resolvePromises } from './resolve-promises.ts';
import { resolveSources } from './resolve-sources.ts';
import { resolveTables } from './resolve-tables.ts';
import type { ProductFiles } from './spec-files.ts';
import { SQL_NAME } from './sql-name.ts';
import type { YamlFile } from './yaml-file.ts';

/** A product before its SQL is read: what its contract and its pipeline say. */
export type DeclaredProduct = Pick<
  Product,
  | 'id'
  | 'domain'
  | 'name'
  | 'title'
  | 'description'
  | 'version'
  | 'major'
  | 'status'
  | 'contract'
  | 'directory'
> & {
  readonly tables: readonly Table[];
  readonly sources: readonly Source[];
  readonly promises: Promises;
  readonly load: Load;
  readonly files: ProductFiles;
  readonly yaml: YamlFile;
};

export type ProductDefaults = { readonly classifications: readonly string[] };

type Declared = { readonly declared?: DeclaredProduct; readonly diagnostics: readonly Diagnostic[] };

export function declareProduct(files: ProductFiles, { classifications }: ProductDefaults): Declared {
  const diagnostics: Diagnostic[] = [];
  const contractFile = `${files.directory}/contract.yaml`;
  const naming = checkDirectoryName('product', files.name);
  if (naming !== undefined) diagnostics.push(errorAt(startOf(contractFile), naming));
  if (files.contract === undefined) {
    const message = `the product "${files.name}" has no contract.yaml`;
    diagnostics.push(errorAt(startOf(contractFile), { code: 'MissingFile', message }));
  }
  const { value: contract, yaml } = files.contract ?? {};
  if (contract === undefined || yaml === undefined) return { diagnostics };

  const { tables, diagnostics: tableFindings } = resolveTables(contract, yaml, classifications);
  const { promises, diagnostics: promiseFindings } = resolvePromises(contract, yaml, tables);
  const { sources, diagnostics: sourceFindings } = declareSources(files);
  const version = parseVersion(contract.version);
  if (version === undefined) {
    const message = `the version "${contract.version}" is not a semantic version`;
    const hint = 'write major.minor.patch, such as 1.0.0';
    diagnostics.push(errorAt(yaml.spanOf(['version']), { code: 'InvalidVersion', message, hint }));
  }
  diagnostics.push(...tableFindings, ...promiseFindings, ...sourceFindings);
  diagnostics.push(...checkSqlFiles(files, tables, yaml), ...checkLoad(files, tables, yaml));
  return {
    diagnostics,
    declared: {
      // The two parts are names that were just checked.
      id: `${files.domain}.${files.name}` as ProductId,
      domain: files.domain,
      name: files.name,
      title: contract.name ?? files.name,
      description: describeContract(contract),
      version: contract.version,
      major: version ?? 0,
      status: contract.status ?? 'active',
      contract,
      directory: files.directory,
      tables,
      sources,
      promises,
      load: files.pipeline?.value?.load ?? 'replace',
      files,
      yaml,
    },
  };
}

function parseVersion(version: string): number | undefined {
  const match = /^(0|[1-9]\d*)\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.exec(version);
  return match === null ? undefined : Number(match[1]);
}

const describeContract = ({ description }: Contract): string =>
  description?.purpose ?? description?.usage ?? '';

function declareSources({ pipeline, sql }: ProductFiles): ReturnType<typeof resolveSources> {
  if (pipeline?.value === undefined || pipeline.yaml === undefined) return { sources: [], diagnostics: [] };
  return resolveSources(
    pipeline.value,
    pipeline.yaml,
    sql.map(({ step }) => step),
  );
}

/** Each table of the contract is made by the SQL file of its name. */
function checkSqlFiles(files: ProductFiles, tables: readonly Table[], yaml: YamlFile): Diagnostic[] {
  const steps = files.sql.map(({ step }) => step);
  const misnamed = files.sql
    .filter(({ step }) => !SQL_NAME.test(step))
    .map(({ step, file }) => {
      const message = `the step name "${step}" is not lower-case letters, digits and underscores`;
      return errorAt(startOf(file), { code: 'InvalidName', message, hint: 'rename the file' });
    });
  const missing = tables.flatMap(({ name }, index) => {
    if (steps.includes(name)) return [];
    const others = steps.filter((step) => !tables.some((table) => table.name === step));
    const message = `no SQL file makes the table "${name}"`;
    const near = suggest(name, others);
    const hint = `add ${files.directory}/${name}.sql${near?.startsWith('did') === true ? ` (${near})` : ''}`;
    return [errorAt(yaml.spanOf(['schema', index, 'name']), { code: 'MissingFile', message, hint })];
  });
  return [...misnamed, ...missing];
}

function checkLoad({ pipeline }: ProductFiles, tables: readonly Table[], yaml: YamlFile): Diagnostic[] {
  const load = pipeline?.value?.load;
  if (load === 'merge' && pipeline?.yaml) {
    const message = 'the load "merge" is not offered yet: a run that published by it would be refused';
    const hint = 'choose replace, append or partition';
    return [errorAt(pipeline.yaml.spanOf(['load']), { code: 'LoadUnsupported', message, hint })];
  }
  return tables.flatMap((table, index) => {
    const span = () => yaml.spanOf(['schema', index, 'name']);
    if (load === 'merge' && table.primaryKey.length === 0) {
      const message = `the product loads by merge, and the table "${table.name}" has no primary key`;
      const hint = 'mark the key with primaryKey: true, or choose another load in pipeline.yaml';
      return [errorAt(span(), { code: 'MissingPrimaryKey', message, hint })];
    }
    if (load === 'partition' && table.partitionBy.length === 0) {
      const message = `the product loads by partition, and the table "${table.name}" is not partitioned`;
      const hint = 'mark a column with partitioned: true, or choose another load in pipeline.yaml';
      return [errorAt(span(), { code: 'MissingPartition', message, hint })];
    }
    return [];
  });
}
