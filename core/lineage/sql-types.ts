import type { ColumnType } from '../spec/mesh.ts';

/**
 * Type of an expression: a column's type, `null` of a bare NULL, a moment with a zone, or `unknown`
 * for all that a product's column cannot hold or that is not inferred.
 */
export type SqlType = ColumnType | 'null' | 'timestamp with time zone' | 'interval' | 'unknown';

type Decimal = { readonly precision: number; readonly scale: number };

const PRECISION_MAX = 38;

export function decimalOf(type: SqlType): Decimal | undefined {
  const match = /^decimal\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : { precision: Number(match[1]), scale: Number(match[2]) };
}

export function decimal(precision: number, scale: number): ColumnType {
  return `decimal(${Math.min(precision, PRECISION_MAX)},${Math.min(scale, PRECISION_MAX)})`;
}

/** What Trino takes an integer for when it meets a decimal. */
function asDecimal(type: SqlType): Decimal | undefined {
  if (type === 'int') return { precision: 10, scale: 0 };
  if (type === 'bigint') return { precision: 19, scale: 0 };
  return decimalOf(type);
}

export const isInteger = (type: SqlType): boolean => type === 'int' || type === 'bigint';
export const isApproximate = (type: SqlType): boolean => type === 'float' || type === 'double';
export const isNumeric = (type: SqlType): boolean =>
  isInteger(type) || isApproximate(type) || decimalOf(type) !== undefined;

/** The type that values of both types have together, as CASE, COALESCE and UNION need it. */
export function commonType(a: SqlType, b: SqlType): SqlType {
  if (a === b) return a;
  if (a === 'null') return b;
  if (b === 'null') return a;
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b);
  const pair = [a, b];
  if (pair.includes('date') && pair.includes('timestamp')) return 'timestamp';
  return 'unknown';
}

function commonNumber(a: SqlType, b: SqlType): SqlType {
  const pair = [a, b];
  if (pair.includes('double')) return 'double';
  if (pair.includes('float')) return 'float';
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (decimalOf(a) === undefined && decimalOf(b) === undefined) return 'bigint';
  if (left === undefined || right === undefined) return 'unknown';
  const scale = Math.max(left.scale, right.scale);
  return decimal(Math.max(left.precision - left.scale, right.precision - right.scale) + scale, scale);
}

export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'mod';

/** Result of `a <operator> b` by Trino's rules. */
export function arithmeticType(operator: Arithmetic, a: SqlType, b: SqlType): SqlType {
  if (operator === 'add' || operator === 'sub') {
    if (b === 'interval') return isMoment(a) ? a : 'unknown';
    if (a === 'interval' && operator === 'add') return isMoment(b) ? b : 'unknown';
  }
  if (a === 'null' && isNumeric(b)) return b;
  if (b === 'null' && isNumeric(a)) return a;
  if (!isNumeric(a) || !isNumeric(b)) return 'unknown';
  if (isApproximate(a) || isApproximate(b)) return a === 'double' || b === 'double' ? 'double' : 'float';
  if (isInteger(a) && isInteger(b)) return a === 'bigint' || b === 'bigint' ? 'bigint' : 'int';
  const [left, right] = [asDecimal(a), asDecimal(b)];
  return left === undefined || right === undefined ? 'unknown' : decimalResult(operator, left, right);
}

const isMoment = (type: SqlType): boolean =>
  type === 'date' || type === 'timestamp' || type === 'timestamp with time zone';

function decimalResult(operator: Arithmetic, a: Decimal, b: Decimal): ColumnType {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  switch (operator) {
    case 'add':
    case 'sub':
      return decimal(whole + scale + 1, scale);
    case 'mul':
      return decimal(a.precision + b.precision, a.scale + b.scale);
    case 'div':
      return decimal(a.precision + b.scale + Math.max(b.scale - a.scale, 0), scale);
    case 'mod':
      return decimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
  }
}

/** Whether a value may be stored in a column without a CAST by hand. */
export function isAssignable(from: SqlType, to: ColumnType): boolean {
  if (from === to || from === 'null' || from === 'unknown') return true;
  if (from === 'date' && to === 'timestamp') return true;
  if (!isNumeric(from) || !isNumeric(to)) return false;
  if (to === 'double') return true;
  if (to === 'float') return from !== 'double';
  if (to === 'bigint') return from === 'int';
  const [source, target] = [asDecimal(from), decimalOf(to)];
  if (source === undefined || target === undefined) return false;
  return target.scale >= source.scale && target.precision - target.scale >= source.precision - source.scale;
}

/** The name that a query uses for a column's type. */
export function castName(type: ColumnType): string {
  switch (type) {
    case 'string':
      return 'varchar';
    case 'int':
      return 'integer';
    case 'float':
      return 'real';
    default:
      return type;
  }
}

export function columnTypeOf(type: SqlType): ColumnType | undefined {
  switch (type) {
    case 'null':
    case 'unknown':
    case 'interval':
    case 'timestamp with time zone':
      return undefined;
    default:
      return type;
  }
}
