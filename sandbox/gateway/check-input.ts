import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../cloud/aws-error.ts';
import { membersOf } from './schema.ts';

/**
 * Refuses values of other types than the operation's schema has: the SDK's decoders pass what a JSON document or a
 * form holds, and operations rely on their types.
 */
export function checkInput(schema: NormalizedSchema, input: unknown): void {
  const wrong = findWrong(schema, input, 'input');
  if (wrong) throw new AwsError('SerializationException', `${wrong.path} is not ${wrong.wanted}`);
}

type Wrong = { readonly path: string; readonly wanted: string };

function findWrong(schema: NormalizedSchema, value: unknown, path: string): Wrong | undefined {
  if (schema.isUnitSchema() || schema.isStreaming() || schema.isDocumentSchema()) return undefined;
  if (schema.isStructSchema()) return inStructure(schema, value, path);
  if (schema.isListSchema()) return inList(schema, value, path);
  if (schema.isMapSchema()) return inMap(schema, value, path);
  const wanted = wantedSimple(schema, value);
  return wanted === undefined ? undefined : { path, wanted };
}

function inStructure(schema: NormalizedSchema, value: unknown, path: string): Wrong | undefined {
  if (!isRecord(value)) return { path, wanted: 'a structure' };
  for (const { name, schema: member } of membersOf(schema)) {
    const held = value[name];
    if (held === undefined || held === null) continue;
    const wrong = findWrong(member, held, `${path}.${name}`);
    if (wrong) return wrong;
  }
  return undefined;
}

function inList(schema: NormalizedSchema, value: unknown, path: string): Wrong | undefined {
  if (!Array.isArray(value)) return { path, wanted: 'a list' };
  const element = schema.getValueSchema();
  const isSparse = Boolean(schema.getMergedTraits().sparse);
  for (const [index, held] of value.entries()) {
    if (isSparse && (held === null || held === undefined)) continue;
    const wrong = findWrong(element, held, `${path}[${index}]`);
    if (wrong) return wrong;
  }
  return undefined;
}

function inMap(schema: NormalizedSchema, value: unknown, path: string): Wrong | undefined {
  if (!isRecord(value)) return { path, wanted: 'a map' };
  const element = schema.getValueSchema();
  for (const [key, held] of Object.entries(value)) {
    if (held === undefined || held === null) continue;
    const wrong = findWrong(element, held, `${path}[${JSON.stringify(key)}]`);
    if (wrong) return wrong;
  }
  return undefined;
}

/** What a simple value should have been; undefined where it is. */
function wantedSimple(schema: NormalizedSchema, value: unknown): string | undefined {
  if (schema.isBlobSchema()) return ArrayBuffer.isView(value) ? undefined : 'bytes';
  if (schema.isTimestampSchema()) return isDate(value) ? undefined : 'a time';
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? undefined : 'a boolean';
  if (schema.isNumericSchema()) {
    return (typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'bigint'
      ? undefined
      : 'a number';
  }
  if (schema.isStringSchema()) {
    return typeof value === 'string' || value instanceof String ? undefined : 'a string';
  }
  return undefined;
}

const isDate = (value: unknown): boolean => value instanceof Date && !Number.isNaN(value.getTime());

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
