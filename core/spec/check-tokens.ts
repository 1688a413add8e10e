import type { ContractProperty } from '../contract/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Column } from './mesh.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** Custom property of a column that holds the tokens of another. */
export const TOKEN_OF = 'tokenOf';

/** Tokens are text made of the text of another column of the same table. */
export function checkTokens(
  columns: readonly Column[],
  properties: readonly ContractProperty[],
  { yaml, path }: { readonly yaml: YamlFile; readonly path: YamlPath },
): Diagnostic[] {
  return columns.flatMap((column, index) => {
    const problem = column.tokenOf === undefined ? undefined : problemOf(column, column.tokenOf, columns);
    if (problem === undefined) return [];
    const custom = properties[index]?.customProperties?.findIndex(({ property }) => property === TOKEN_OF);
    const place = [...path, 'properties', index, 'customProperties', custom ?? 0, 'value'];
    return [errorAt(yaml.spanOf(place), problem)];
  });
}

function problemOf(column: Column, tokenOf: string, columns: readonly Column[]): Finding | undefined {
  const source = columns.find(({ name }) => name === tokenOf);
  if (source === undefined) {
    const message = `the table has no column "${tokenOf}" whose tokens "${column.name}" could hold`;
    const names = columns.filter((one) => one !== column).map(({ name }) => name);
    return { code: 'UnknownColumn', message, hint: suggest(tokenOf, names) };
  }
  if (source.tokenOf !== undefined) {
    const message = `"${tokenOf}" holds tokens itself`;
    return { code: 'InvalidValue', message, hint: 'name the column that they are made of' };
  }
  for (const { name, type } of [source, column]) {
    if (type === 'string') continue;
    const message = `"${name}" is ${type}, and tokens are text, made of text`;
    return { code: 'InvalidValue', message, hint: 'make it a string' };
  }
  if (!column.required || source.required) return undefined;
  const message = `"${column.name}" is required, and "${tokenOf}" is not: the token of nothing is nothing`;
  return { code: 'InvalidValue', message, hint: `leave out required, or require "${tokenOf}" as well` };
}
