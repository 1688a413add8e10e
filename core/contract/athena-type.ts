import type { ColumnType } from '../spec/mesh.ts';
import type { ContractProperty } from './contract.ts';

export type AthenaType =
  | { readonly type: ColumnType }
  | { readonly code: 'UnsupportedType' | 'TypeConflict'; readonly message: string; readonly hint: string };

type Typed = Pick<ContractProperty, 'logicalType' | 'physicalType' | 'logicalTypeOptions'>;

const PHYSICAL_TYPES: Readonly<Record<string, ColumnType>> = {
  string: 'string',
  varchar: 'string',
  char: 'string',
  text: 'string',
  boolean: 'boolean',
  bool: 'boolean',
  tinyint: 'int',
  smallint: 'int',
  int: 'int',
  integer: 'int',
  bigint: 'bigint',
  long: 'bigint',
  float: 'float',
  real: 'float',
  double: 'double',
  date: 'date',
  timestamp: 'timestamp',
};

/** Digits that a decimal of Athena has at most. */
export const DECIMAL_PRECISION_MAX = 38;

/** A physical type that Athena has; `undefined` for the words of another engine. */
export function parsePhysicalType(text: string): ColumnType | undefined {
  const match = /^\s*([a-z]+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i.exec(text);
  if (match === null) return undefined;
  const [, name = '', precision, scale] = match;
  const word = name.toLowerCase();
  if (word !== 'decimal' && word !== 'numeric') return PHYSICAL_TYPES[word];
  const digits = Number(precision ?? DECIMAL_PRECISION_MAX);
  const fraction = Number(scale ?? 0);
  const isLegal = digits >= 1 && digits <= DECIMAL_PRECISION_MAX && fraction <= digits;
  return isLegal ? `decimal(${digits},${fraction})` : undefined;
}

/** The type of a column in Athena, from what a contract says of it. */
export function athenaType(property: Typed): AthenaType {
  const { logicalType, physicalType } = property;
  const physical = physicalType === undefined ? undefined : parsePhysicalType(physicalType);
  if (logicalType === undefined) {
    if (physical !== undefined) return { type: physical };
    return unsupported(physicalType === undefined ? 'no type' : `the type "${physicalType}"`);
  }
  const logical = logicalColumnType(property);
  if (logical === undefined) return unsupported(`the type "${describe(property)}"`);
  if (physical === undefined || physical === logical) return { type: logical };
  if (!isRefinement(logical, physical)) {
    return {
      code: 'TypeConflict',
      message: `logicalType ${logicalType} and physicalType ${physicalType} do not agree`,
      hint: `write physicalType: ${logical}, or drop it`,
    };
  }
  return { type: physical };
}

function logicalColumnType({ logicalType, logicalTypeOptions }: Typed): ColumnType | undefined {
  switch (logicalType) {
    case 'string':
    case 'boolean':
    case 'date':
    case 'timestamp':
      return logicalType;
    case 'integer':
      return integerType(logicalTypeOptions?.format);
    case 'number':
      return logicalTypeOptions?.format === 'f32' ? 'float' : 'double';
    default:
      return undefined;
  }
}

/** The standard's own default is i32; a column that does not say is given the room of a bigint. */
function integerType(format: string | undefined): ColumnType | undefined {
  switch (format) {
    case 'i8':
    case 'i16':
    case 'i32':
    case 'u8':
    case 'u16':
      return 'int';
    case undefined:
    case 'i64':
    case 'u32':
      return 'bigint';
    default:
      return undefined;
  }
}

/** 3.0 has no logical timestamp: there a date may be one physically. */
function isRefinement(logical: ColumnType, physical: ColumnType): boolean {
  return (isNumeric(logical) && isNumeric(physical)) || (logical === 'date' && physical === 'timestamp');
}

const isNumeric = (type: ColumnType): boolean =>
  ['int', 'bigint', 'float', 'double'].includes(type) || type.startsWith('decimal');

function describe({ logicalType, logicalTypeOptions }: Typed): string {
  const format = logicalTypeOptions?.format;
  return format === undefined ? String(logicalType) : `${logicalType} ${format}`;
}

function unsupported(what: string): AthenaType {
  return {
    code: 'UnsupportedType',
    message: `a column of a product cannot have ${what}`,
    hint: 'use string, boolean, integer, number, date or timestamp, or a physicalType such as decimal(10,2)',
  };
}
