import { Buffer } from 'node:buffer';
import { NumericValue } from '@smithy/core/serde';
import type { NormalizedSchema } from '@smithy/core/schema';
import { membersOf } from '../../../sandbox/gateway/schema.ts';

const DEPTH_MAX = 7;

/** A value that holds every member of a schema, down to where recursive shapes have to end. */
export function sampleValue(schema: NormalizedSchema, name = 'value', depth = 0): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema()) return sampleStructure(schema, depth);
  if (schema.isListSchema()) {
    const element = schema.getValueSchema();
    return defined([
      sampleValue(element, `${name}a`, depth + 1),
      sampleValue(element, `${name}b`, depth + 1),
    ]);
  }
  if (schema.isMapSchema()) return { [`${name}k`]: sampleValue(schema.getValueSchema(), name, depth + 1) };
  return sampleSimple(schema, name);
}

function sampleStructure(schema: NormalizedSchema, depth: number): unknown {
  const members = membersOf(schema);
  const chosen = schema.isUnionSchema() ? members.slice(0, 1) : members;
  const result: Record<string, unknown> = {};
  for (const { name, schema: member, binding } of chosen) {
    if (depth >= DEPTH_MAX && !isSimple(member)) continue;
    if (binding.kind === 'status') result[name] = 200;
    // Header values are Latin-1 text, and the names of S3's metadata lose their case.
    else if (binding.kind === 'header' && member.isStringSchema()) result[name] = `${name} <&>`;
    else if (binding.kind === 'prefixHeaders') result[name] = { [name.toLowerCase()]: name };
    else result[name] = sampleValue(member, name, depth + 1);
  }
  return result;
}

function isSimple(schema: NormalizedSchema): boolean {
  return !schema.isStructSchema() && !schema.isListSchema() && !schema.isMapSchema();
}

function defined(values: readonly unknown[]): readonly unknown[] {
  return values.filter((value) => value !== undefined);
}

function sampleSimple(schema: NormalizedSchema, name: string): unknown {
  if (schema.isBlobSchema()) return Buffer.from(`bytes of ${name}`);
  if (schema.isTimestampSchema()) return new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
  if (schema.isNumericSchema()) return 7;
  if (schema.isBooleanSchema()) return true;
  if (schema.isBigIntegerSchema()) return 12n;
  if (schema.isBigDecimalSchema()) return new NumericValue('1.5', 'bigDecimal');
  if (schema.isDocumentSchema()) return { document: [1, 'two', { three: true }] };
  return `${name} <&> é`.slice(0, 60);
}
