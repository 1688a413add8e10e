import { AwsError } from '../../cloud/aws-error.ts';

// AWS refuses white space, brackets, wildcards, the characters named in its documentation and control characters.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\ufffe\uffff]/u;

/** Names of machines, executions and aliases: 1–80 characters. */
export function requireName(name: string | undefined, what: string): string {
  if (name !== undefined && name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name)) return name;
  throw new AwsError(
    'InvalidName',
    `Invalid Name: '${name ?? ''}' is not a name for ${what} (1 to 80 characters, no space, : / * ? and the like)`,
  );
}
