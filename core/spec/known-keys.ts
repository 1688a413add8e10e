import { z } from 'zod';
import type { YamlPath } from './yaml-file.ts';

/** Schemas that a path may pass through without a step, one inside the other. */
const WRAPPERS_MAX = 10;

/** Keys that the object at a path may have, read from the schema itself. */
export function knownKeys(schema: z.core.$ZodType, path: YamlPath): string[] {
  const objects = path.reduce<z.core.$ZodType[]>(
    (schemas, key) => schemas.flatMap((one) => step(one, key)),
    unwrap(schema),
  );
  const keys = objects.flatMap((one) =>
    one instanceof z.ZodObject
      ? Object.entries(one.shape)
          .filter(([, value]) => !isNever(value))
          .map(([key]) => key)
      : [],
  );
  return [...new Set(keys)];
}

const isNever = (schema: unknown): boolean =>
  schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever;

function step(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const child: unknown = schema.shape[String(key)];
    return child instanceof z.ZodType ? unwrap(child) : [];
  }
  if (schema instanceof z.ZodArray) return unwrap(schema.element);
  return schema instanceof z.ZodRecord ? unwrap(schema.valueType) : [];
}

function unwrap(schema: z.core.$ZodType, depth = 0): z.core.$ZodType[] {
  if (depth > WRAPPERS_MAX) return [];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodLazy || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap(), depth + 1);
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unwrap(option, depth + 1));
  return [schema];
}
