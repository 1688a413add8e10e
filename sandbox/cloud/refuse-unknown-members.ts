import { AwsError } from './aws-error.ts';

/** An input that asks for more than an operation understands would be answered wrongly: it is refused instead. */
export function refuseUnknownMembers(
  operation: { readonly service: string; readonly name: string; readonly members?: readonly string[] },
  input: unknown,
): void {
  if (!operation.members || typeof input !== 'object' || input === null) return;
  const known = new Set(operation.members);
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || known.has(name)) continue;
    throw new AwsError(
      'ValidationException',
      `the sandbox does not support the parameter ${name} of ${operation.service}:${operation.name}`,
    );
  }
}
