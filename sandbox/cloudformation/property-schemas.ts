import { z } from 'zod';

/** CloudFormation takes booleans and numbers as texts too. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
export const count = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** A JSON document, for example an IAM policy. */
export const document = z.record(z.string(), z.unknown());

export const tagList = z.array(z.strictObject({ Key: z.string(), Value: z.coerce.string() }));
export const tagMap = z.record(z.string(), z.coerce.string());

/** A structure that the service takes as it stands: only its first level is checked here. */
export function sdkShape<T>(...keys: readonly (keyof T & string)[]): z.ZodType<T> {
  const known: ReadonlySet<string> = new Set(keys);
  return z.record(z.string(), z.unknown()).superRefine((value, context) => {
    const unknown = Object.keys(value).filter((key) => !known.has(key));
    if (unknown.length > 0) context.addIssue({ code: 'unrecognized_keys', keys: unknown, input: value });
    // The service, typed by the same SDK, checks what is below; the static type is its input.
  }) as unknown as z.ZodType<T>;
}
