import type { ContractProperty } from '../contract/contract.ts';
import type { Column } from '../spec/mesh.ts';
import { familyOf, identifier, literalFor, momentLiteral, text, timeLiteral } from './sql-text.ts';

/** What one option of a logical type demands of a value, as SQL that is true for a good value. */
export type OptionRule =
  | { readonly kind: 'rule'; readonly name: string; readonly claim: string; readonly valid: string }
  | { readonly kind: 'problem'; readonly name: string; readonly claim: string; readonly problem: string }
  | { readonly kind: 'unchecked'; readonly name: string; readonly claim: string; readonly reason: string };

type Options = NonNullable<ContractProperty['logicalTypeOptions']>;

/** Rules of `logicalTypeOptions` and of the list of values that 3.2 allows. */
export function optionRules(property: ContractProperty, column: Column): OptionRule[] {
  const options = property.logicalTypeOptions ?? {};
  const value = typedValue(property, column);
  return [
    ...typeRule(property, { column, value }),
    ...rangeRule(options, { property, value }),
    ...lengthRule(options, value),
    ...patternRule(options, value),
    ...multipleRule(options, { column, value }),
    ...formatRule(options, { property, value }),
    ...enumRule(property, column),
    ...nestedRules(options),
  ];
}

/** The column, cast where the contract's logical type is stored as text; a text that cannot be cast is invalid. */
function typedValue(property: ContractProperty, column: Column): string {
  const name = identifier(column.name);
  if (familyOf(column.type) !== 'text') return name;
  switch (property.logicalType) {
    case 'integer':
    case 'number':
      return `try_cast(${name} AS double)`;
    case 'date':
    case 'timestamp':
    case 'time':
      return `try_cast(${name} AS ${property.logicalType})`;
    default:
      return name;
  }
}

function typeRule(
  property: ContractProperty,
  { column, value }: { readonly column: Column; readonly value: string },
): OptionRule[] {
  if (value === identifier(column.name)) return [];
  const claim = `can be read as ${property.logicalType}`;
  return [{ kind: 'rule', name: 'type', claim, valid: `${value} IS NOT NULL` }];
}

type Bound = { readonly sign: '>' | '>=' | '<' | '<='; readonly value: number | string };

function boundsOf(options: Options): Bound[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = options;
  const bounds: Bound[] = [];
  // In 3.0 the exclusive keys are flags on the inclusive ones.
  if (minimum !== undefined) bounds.push({ sign: exclusiveMinimum === true ? '>' : '>=', value: minimum });
  if (maximum !== undefined) bounds.push({ sign: exclusiveMaximum === true ? '<' : '<=', value: maximum });
  if (isBound(exclusiveMinimum)) bounds.push({ sign: '>', value: exclusiveMinimum });
  if (isBound(exclusiveMaximum)) bounds.push({ sign: '<', value: exclusiveMaximum });
  return bounds;
}

const isBound = (bound: unknown): bound is number | string =>
  typeof bound === 'number' || typeof bound === 'string';

const IN_WORDS: Readonly<Record<Bound['sign'], string>> = {
  '>': 'above',
  '>=': 'at least',
  '<': 'below',
  '<=': 'at most',
};

type Subject = { readonly property: ContractProperty; readonly value: string };

function rangeRule(options: Options, { property, value }: Subject): OptionRule[] {
  const bounds = boundsOf(options);
  if (bounds.length === 0) return [];
  const claim = claimOf(bounds);
  const parts: string[] = [];
  for (const bound of bounds) {
    const literal = boundLiteral(property, bound.value);
    if (literal === undefined) {
      const problem = `"${bound.value}" is not an ISO ${property.logicalType ?? 'value'}`;
      return [{ kind: 'problem', name: 'range', claim, problem }];
    }
    parts.push(`${value} ${bound.sign} ${literal}`);
  }
  return [{ kind: 'rule', name: 'range', claim, valid: parts.join(' AND ') }];
}

function claimOf(bounds: readonly Bound[]): string {
  const [first, second, ...more] = bounds;
  if (first?.sign === '>=' && second?.sign === '<=' && more.length === 0) {
    return `is between ${first.value} and ${second.value}`;
  }
  return `is ${bounds.map(({ sign, value }) => `${IN_WORDS[sign]} ${value}`).join(' and ')}`;
}

function boundLiteral(property: ContractProperty, bound: number | string): string | undefined {
  if (typeof bound === 'number') return String(bound);
  return property.logicalType === 'time' ? timeLiteral(bound) : momentLiteral(bound);
}

function lengthRule({ minLength, maxLength }: Options, value: string): OptionRule[] {
  const bounds: Bound[] = [];
  if (minLength !== undefined) bounds.push({ sign: '>=', value: minLength });
  if (maxLength !== undefined) bounds.push({ sign: '<=', value: maxLength });
  if (bounds.length === 0) return [];
  const valid = bounds.map((bound) => `length(${value}) ${bound.sign} ${bound.value}`).join(' AND ');
  return [{ kind: 'rule', name: 'length', claim: `has a length that ${claimOf(bounds)}`, valid }];
}

function patternRule({ pattern }: Options, value: string): OptionRule[] {
  if (pattern === undefined) return [];
  const valid = `regexp_like(${value}, ${text(pattern)})`;
  return [{ kind: 'rule', name: 'pattern', claim: `matches ${pattern}`, valid }];
}

/** How far the quotient of a fraction may be from a whole number: what doubles cannot say exactly. */
const QUOTIENT_TOLERANCE = '1e-9';

function multipleRule(
  { multipleOf }: Options,
  { column, value }: { readonly column: Column; readonly value: string },
): OptionRule[] {
  if (multipleOf === undefined) return [];
  const isWhole = (column.type === 'int' || column.type === 'bigint') && Number.isInteger(multipleOf);
  const quotient = `cast(${value} AS double) / ${multipleOf}`;
  const valid = isWhole
    ? `${value} % ${multipleOf} = 0`
    : `abs(${quotient} - round(${quotient})) < ${QUOTIENT_TOLERANCE}`;
  return [{ kind: 'rule', name: 'multipleOf', claim: `is a multiple of ${multipleOf}`, valid }];
}

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

const TEXT_FORMATS: Readonly<Record<string, string>> = {
  email: '^[^@\\s]+@[^@\\s]+[.][^@\\s]+$',
  uuid: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  uri: '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$',
  ipv4: `^(${OCTET}[.]){3}${OCTET}$`,
};

/** Powers of two beyond 2^63 hold for every value that Athena can store. */
const NUMBER_FORMATS: Readonly<Record<string, readonly Bound[]>> = {
  i8: between('-128', '127'),
  i16: between('-32768', '32767'),
  i32: between('-2147483648', '2147483647'),
  i64: [],
  i128: [],
  u8: between('0', '255'),
  u16: between('0', '65535'),
  u32: between('0', '4294967295'),
  u64: [{ sign: '>=', value: '0' }],
  u128: [{ sign: '>=', value: '0' }],
  f64: [],
};

function between(low: string, high: string): readonly Bound[] {
  return [
    { sign: '>=', value: low },
    { sign: '<=', value: high },
  ];
}

function formatRule({ format }: Options, { property, value }: Subject): OptionRule[] {
  if (format === undefined) return [];
  const claim = `has the format ${format}`;
  const pattern = property.logicalType === 'string' ? TEXT_FORMATS[format] : undefined;
  if (pattern !== undefined) {
    return [{ kind: 'rule', name: 'format', claim, valid: `regexp_like(${value}, ${text(pattern)})` }];
  }
  const isNumber = property.logicalType === 'integer' || property.logicalType === 'number';
  const bounds = isNumber ? NUMBER_FORMATS[format] : undefined;
  if (bounds?.length === 0) return [];
  if (bounds !== undefined) {
    const valid = bounds.map((bound) => `${value} ${bound.sign} ${bound.value}`).join(' AND ');
    return [{ kind: 'rule', name: 'format', claim, valid }];
  }
  // Of dates and times the format says how they are written, which a typed column does not keep.
  const reason = `the format "${format}" is not one that a query can check`;
  return [{ kind: 'unchecked', name: 'format', claim, reason }];
}

function enumRule(property: ContractProperty, column: Column): OptionRule[] {
  if (property.enum === undefined) return [];
  const values = property.enum.map(({ value }) => literalFor(column, value));
  const known = values.filter((value) => value !== undefined);
  const claim = `is one of ${property.enum.map(({ value }) => String(value)).join(', ')}`;
  if (known.length === 0) {
    const problem = `no value of the list can stand in a column of type ${column.type}`;
    return [{ kind: 'problem', name: 'enum', claim, problem }];
  }
  const valid = `${identifier(column.name)} IN (${known.join(', ')})`;
  return [{ kind: 'rule', name: 'enum', claim, valid }];
}

const NESTED = ['minProperties', 'maxProperties', 'required', 'minItems', 'maxItems', 'uniqueItems'] as const;

function nestedRules(options: Options): OptionRule[] {
  return NESTED.filter((name) => options[name] !== undefined).map((name) => ({
    kind: 'unchecked',
    name,
    claim: `keeps ${name} ${JSON.stringify(options[name])}`,
    reason: 'options of nested values are not checked',
  }));
}
