import { athenaType } from '../contract/athena-type.ts';
import {
  type Contract,
  type ContractProperty,
  type ContractTable,
  customProperty,
} from '../contract/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Column, Table } from './mesh.ts';
import { checkTokens, TOKEN_OF } from './check-tokens.ts';
import { SQL_NAME } from './sql-name.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

export type ResolvedTables = {
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
};

/** The tables that a contract describes, with Athena's types. */
export function resolveTables(
  contract: Contract,
  yaml: YamlFile,
  classifications: readonly string[],
): ResolvedTables {
  const diagnostics: Diagnostic[] = [];
  const tables: Table[] = [];
  const seen = new Set<string>();
  for (const [index, object] of (contract.schema ?? []).entries()) {
    const path = ['schema', index];
    diagnostics.push(...checkName('table', object.name, { yaml, path, seen }));
    tables.push(resolveTable(object, { yaml, path, classifications, diagnostics }));
  }
  if (tables.length === 0) {
    const message = 'the contract describes no table';
    const hint = 'describe one below `schema`';
    diagnostics.push(errorAt(yaml.keySpanOf(['schema']), { code: 'MissingKey', message, hint }));
  }
  return { tables, diagnostics };
}

type TableContext = {
  readonly yaml: YamlFile;
  readonly path: YamlPath;
  readonly classifications: readonly string[];
  readonly diagnostics: Diagnostic[];
};

function resolveTable(object: ContractTable, context: TableContext): Table {
  const { yaml, path, diagnostics } = context;
  const properties = object.properties ?? [];
  const seen = new Set<string>();
  const columns = properties.map((property, index) => {
    const at = [...path, 'properties', index];
    diagnostics.push(...checkName('column', property.name, { yaml, path: at, seen }));
    return resolveColumn(property, { ...context, path: at });
  });
  diagnostics.push(...checkTokens(columns, properties, { yaml, path }));
  if (properties.length === 0) {
    const message = `the table "${object.name}" has no columns`;
    const hint = 'describe them below `properties`';
    diagnostics.push(errorAt(yaml.spanOf([...path, 'name']), { code: 'MissingKey', message, hint }));
  }
  const keyed = properties.filter(({ primaryKey }) => primaryKey === true);
  const partitioned = properties.filter((property) => property.partitioned === true);
  return {
    name: object.name,
    description: object.description ?? '',
    columns,
    primaryKey: inOrder(keyed, ({ primaryKeyPosition }) => primaryKeyPosition),
    partitionBy: inOrder(partitioned, ({ partitionKeyPosition }) => partitionKeyPosition),
  };
}

/** Positions start at 1; -1 and absence leave the order of the document. */
function inOrder(
  properties: readonly ContractProperty[],
  positionOf: (property: ContractProperty) => number | undefined,
): string[] {
  const rank = (property: ContractProperty): number => {
    const position = positionOf(property) ?? -1;
    return position < 0 ? Number.MAX_SAFE_INTEGER : position;
  };
  return properties.toSorted((a, b) => rank(a) - rank(b)).map(({ name }) => name);
}

function resolveColumn(property: ContractProperty, context: TableContext): Column {
  const { yaml, path, classifications, diagnostics } = context;
  const { classification } = property;
  if (classification !== undefined && !classifications.includes(classification)) {
    const message = `the mesh has no classification "${classification}"`;
    const hint = suggest(classification, classifications);
    const span = yaml.spanOf([...path, 'classification']);
    diagnostics.push(errorAt(span, { code: 'UnknownClassification', message, hint }));
  }
  const resolved = athenaType(property);
  if (!('type' in resolved)) {
    const key = typeKey(property);
    const message = `column "${property.name}": ${resolved.message}`;
    const finding = { code: resolved.code, message, hint: resolved.hint };
    diagnostics.push(errorAt(yaml.spanOf([...path, key]), finding));
  }
  return {
    name: property.name,
    // A stand-in where there is none, so that nobody misses the column.
    type: 'type' in resolved ? resolved.type : 'string',
    // A key without a value identifies nothing.
    required: property.required === true || property.primaryKey === true,
    unique: property.unique === true,
    description: property.description ?? '',
    ...(classification !== undefined && { classification }),
    ...tokenOf(property),
  };
}

/** Whatever else stands there is reported by `checkTokens`. */
function tokenOf(property: ContractProperty): { readonly tokenOf?: string } {
  const value = customProperty(property, TOKEN_OF);
  if (value === undefined) return {};
  return { tokenOf: typeof value === 'string' ? value : JSON.stringify(value) };
}

function typeKey({ physicalType, logicalType }: ContractProperty): string {
  if (logicalType === undefined) return physicalType === undefined ? 'name' : 'physicalType';
  return physicalType === undefined || ['array', 'object', 'map', 'vector', 'time'].includes(logicalType)
    ? 'logicalType'
    : 'physicalType';
}

type NameContext = { readonly yaml: YamlFile; readonly path: YamlPath; readonly seen: Set<string> };

function checkName(kind: 'table' | 'column', name: string, { yaml, path, seen }: NameContext): Diagnostic[] {
  const span = () => yaml.spanOf([...path, 'name']);
  const found: Diagnostic[] = [];
  if (!SQL_NAME.test(name)) {
    const lower = name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
    found.push(
      errorAt(span(), {
        code: 'InvalidName',
        message: `the ${kind} name "${name}" is not lower-case letters, digits and underscores`,
        hint: SQL_NAME.test(lower) ? `write "${lower}"` : 'begin with a letter',
      }),
    );
  }
  if (seen.has(name)) {
    found.push(
      errorAt(span(), { code: 'DuplicateName', message: `the ${kind} "${name}" is described twice` }),
    );
  }
  seen.add(name);
  return found;
}
