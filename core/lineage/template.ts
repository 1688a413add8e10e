import { placeholder } from '../spec/mesh.ts';
import type { SqlQuery } from './parse-sql.ts';
import type { InputReference } from './query-context.ts';
import { castName } from './sql-types.ts';
import type { WrittenColumn } from './step-columns.ts';
import { ONE_TOKEN_KEY, tokenExpression } from './token-expression.ts';

/**
 * The query as written, with a placeholder for each input, inside a SELECT that puts out the step's columns
 * in their order and casts each whose type is not already that of an input: files keep what a query says.
 */
export function renderTemplate(
  query: SqlQuery,
  references: readonly InputReference[],
  columns: readonly WrittenColumn[],
): string {
  const list = columns.map(renderColumn).join(', ');
  const from = `(\n${replaceInputs(query, references)}\n)`;
  const isTokenised = columns.some(({ tokenOf }) => tokenOf !== undefined);
  return `SELECT ${list} FROM ${from}${isTokenised ? ` CROSS JOIN ${ONE_TOKEN_KEY}` : ''}`;
}

function renderColumn({ name, type, needsCast, tokenOf }: WrittenColumn): string {
  const quoted = `"${name}"`;
  if (tokenOf !== undefined) return `${tokenExpression(`"${tokenOf}"`)} AS ${quoted}`;
  return needsCast && type !== undefined ? `CAST(${quoted} AS ${castName(type)}) AS ${quoted}` : quoted;
}

function replaceInputs({ source, extent }: SqlQuery, references: readonly InputReference[]): string {
  const byPlace = new Map(references.map((reference) => [reference.extent.start, reference]));
  const inOrder = [...byPlace.values()].toSorted((a, b) => a.extent.start - b.extent.start);
  let written = '';
  let at = source.indexOf(extent.start);
  for (const reference of inOrder) {
    written += source.text.slice(at, source.indexOf(reference.extent.start));
    written += placeholder(reference.input);
    // The table that a run puts there has another name, and columns may be qualified with this one.
    if (reference.alias !== undefined) written += ` AS "${reference.alias}"`;
    at = source.indexOf(reference.extent.end);
  }
  return written + source.text.slice(at, source.indexOf(extent.end));
}
