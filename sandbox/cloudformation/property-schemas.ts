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
