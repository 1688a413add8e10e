import type { Column, ColumnType } from '../spec/mesh.ts';

/** A name as Athena and DuckDB both read it. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export type TypeFamily = 'text' | 'number' | 'boolean' | 'moment';

export function familyOf(type: ColumnType): TypeFamily {
  switch (type) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'date':
    case 'timestamp':
      return 'moment';
    case 'int':
    case 'bigint':
    case 'float':
    case 'double':
      return 'number';
    default:
      // Only `decimal(p,s)` is left.
      return 'number';
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A date or timestamp literal; a moment with a zone is taken to UTC. `undefined` where it is no ISO text. */
export function momentLiteral(value: string): string | undefined {
  const isDate = DATE.test(value);
  if (!isDate && !MOMENT.test(value)) return undefined;
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(value) && !isDate;
  const moment = new Date(isDate ? value : `${value.replace(' ', 'T')}${hasZone ? '' : 'Z'}`);
  if (Number.isNaN(moment.getTime())) return undefined;
  // JavaScript rolls 30 February over into March; such a bound is a mistake.
  if (isDate) return moment.toISOString().startsWith(value) ? `date '${value}'` : undefined;
  return `timestamp '${moment
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$|Z$/, '')}'`;
}

/** A time of day as a literal; `undefined` where it is no ISO text. */
export function timeLiteral(value: string): string | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(value);
  return match === null ? undefined : `time '${match[1]}:${match[2]}:${match[3] ?? '00'}'`;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A value of a rule's list as a literal of the column's type; `undefined` where the column can never hold it. */
export function literalFor(column: Column, value: unknown): string | undefined {
  switch (familyOf(column.type)) {
    case 'text':
      return isScalar(value) ? text(String(value)) : undefined;
    case 'number': {
      const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
      const number = isNumber ? Number(value) : Number.NaN;
      return Number.isFinite(number) ? String(number) : undefined;
    }
    case 'boolean':
      return value === true || value === false ? String(value) : undefined;
    case 'moment':
      return typeof value === 'string' ? momentLiteral(value) : undefined;
  }
}
