import type { VerbOption } from './verb.ts';

/** The flag of every verb that acts on an environment. */
export const ENVIRONMENT_OPTION: VerbOption = {
  flags: '--environment <name>',
  description: 'environment of mesh.yaml (default: the one in the sandbox)',
};

/** Text of a flag, where it was given. */
export function flagText(
  options: Readonly<Record<string, string | boolean | undefined>>,
  name: string,
): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** An assembly that is deployed as it was planned. */
export const APP_OPTION: VerbOption = {
  flags: '--app <dir>',
  description: 'an assembly that bin/mesh synth wrote (default: synthesize now)',
};
