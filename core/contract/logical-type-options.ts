import { z } from 'zod';
import type { Edition } from './edition.ts';

export const LOGICAL_TYPES = [
  'string',
  'date',
  'timestamp',
  'time',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
  'map',
  'vector',
] as const;
export type LogicalType = (typeof LOGICAL_TYPES)[number];

const SINCE_3_1: readonly LogicalType[] = ['timestamp', 'time'];
const SINCE_3_2: readonly LogicalType[] = ['map', 'vector'];

export function logicalTypes(edition: Edition): readonly LogicalType[] {
  return LOGICAL_TYPES.filter((type) => {
    if (SINCE_3_2.includes(type)) return edition === '3.2';
    return edition !== '3.0' || !SINCE_3_1.includes(type);
  });
}

/** All options of all logical types; which of them fit is a question of the type, see `optionsOf`. */
export type LogicalTypeOptions = {
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly minimum?: number | string | undefined;
  readonly maximum?: number | string | undefined;
  /** A flag on `minimum` in 3.0, a bound of its own since 3.1. */
  readonly exclusiveMinimum?: number | string | boolean | undefined;
  readonly exclusiveMaximum?: number | string | boolean | undefined;
  readonly multipleOf?: number | undefined;
  readonly timezone?: boolean | undefined;
  readonly defaultTimezone?: string | undefined;
  readonly minProperties?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly required?: readonly string[] | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly uniqueItems?: boolean | undefined;
  readonly dimensions?: number | undefined;
};

const Count = z.int().min(0).optional();
const Text = z.string().optional();
const isDistinct = (items: readonly unknown[]): boolean => new Set(items).size === items.length;

const INTEGER_FORMATS = ['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128'];
const VECTOR_ELEMENTS = ['bfloat16', 'binary', 'float16', 'float32', 'float64', 'int8', 'uint8'];
const VECTOR_DISTANCES = ['cosine', 'dotProduct', 'euclidean', 'hamming', 'manhattan'];

/** The closed set of options that a logical type has; `undefined` where the standard sets no rule. */
export function optionsOf(edition: Edition, type: LogicalType | undefined): z.ZodType | undefined {
  // Without a type every rule of the standard holds at once, so that no option is left.
  if (type === undefined) return z.strictObject({});
  const bound = <S extends z.ZodType>(schema: S) => (edition === '3.0' ? z.boolean().optional() : schema);
  const moment = {
    format: Text,
    minimum: Text,
    maximum: Text,
    exclusiveMinimum: bound(Text),
    exclusiveMaximum: bound(Text),
  };
  const numeric = (formats: readonly string[]) =>
    z.strictObject({
      multipleOf: z.number().gt(0).optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      exclusiveMinimum: bound(z.number().optional()),
      exclusiveMaximum: bound(z.number().optional()),
      format: z.enum(formats).optional(),
    });
  switch (type) {
    case 'string':
      return z.strictObject({ minLength: Count, maxLength: Count, pattern: Text, format: Text });
    case 'date':
      return z.strictObject(moment);
    case 'timestamp':
    case 'time':
      return z.strictObject({ ...moment, timezone: z.boolean().optional(), defaultTimezone: Text });
    case 'integer':
      return numeric(INTEGER_FORMATS);
    case 'number':
      return numeric(['f32', 'f64']);
    case 'object':
      return z.strictObject({
        minProperties: Count,
        maxProperties: Count,
        required: z.array(z.string()).min(1).refine(isDistinct, 'has an entry twice').optional(),
      });
    case 'array':
      return z.strictObject({ minItems: Count, maxItems: Count, uniqueItems: z.boolean().optional() });
    case 'vector':
      return z.strictObject({
        dimensions: z.int().min(1),
        elementType: z.enum(VECTOR_ELEMENTS).optional(),
        distanceMetric: z.enum(VECTOR_DISTANCES).optional(),
        embeddingModel: Text,
        embeddingModelVersion: Text,
        normalized: z.boolean().optional(),
      });
    case 'boolean':
    case 'map':
      return undefined;
  }
}
