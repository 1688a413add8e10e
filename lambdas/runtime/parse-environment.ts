import type * as z from 'zod';

import { MeshError } from '../../core/errors/mesh-error.ts';

/** Parses the function's environment at cold start, and names all that is missing or wrong at once. */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new MeshError(`the function's environment is not as expected: ${issueLines(parsed.error)}`, {
    code: 'EnvironmentInvalid',
    hint: 'set these variables on the function',
    source: 'platform',
  });
}

/** Every issue with its path, in one line: zod's own message is a JSON list. */
export function issueLines(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`).join('; ');
}
