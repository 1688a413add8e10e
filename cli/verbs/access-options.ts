import { MeshError } from '../../core/errors/mesh-error.ts';
import type { VerbOption } from './verb.ts';

type Options = Readonly<Record<string, string | boolean | undefined>>;

export const byOption: VerbOption = {
  flags: '--by <email>',
  description: 'who acts (default: git config user.email)',
};

/** What the verbs that decide about access have in common. */
export const ACCESS_USAGE = '<file-or-product> [consumer]';

export function textOf(options: Options, name: string): string {
  const value = optionalText(options, name);
  if (value !== undefined) return value;
  throw new MeshError(`--${name} is missing`, {
    code: 'MissingFlag',
    hint: 'the command with --help has examples',
  });
}

export function optionalText(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A list as people type it: `a,b` */
export function listOf(options: Options, name: string): readonly string[] {
  const parts = (optionalText(options, name) ?? '').split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const DAYS_MAX = 3660;

/** A number of days: `90d` */
export function daysOf(options: Options, name: string): number {
  const text = String(options[name]);
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1]);
  if (days >= 1 && days <= DAYS_MAX) return days;
  throw new MeshError(`--${name} ${text} is not a number of days`, {
    code: 'BadDays',
    hint: `give 1d to ${DAYS_MAX}d`,
  });
}
