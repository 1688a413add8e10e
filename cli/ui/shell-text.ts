/** Shells that variables are written for. */
export const SHELLS = ['sh', 'fish', 'powershell', 'json'] as const;
export type Shell = (typeof SHELLS)[number];

type Variables = Readonly<Record<string, string | undefined>>;

type Writer = {
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
};

const WRITERS: Record<Exclude<Shell, 'json'>, Writer> = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    set: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
};

/** Variables as a shell evaluates them; in JSON those that must not be set are null. */
export function renderVariables(variables: Variables, shell: Shell): string {
  const all = Object.entries(variables);
  if (shell === 'json') {
    return JSON.stringify(Object.fromEntries(all.map(([name, value]) => [name, value ?? null])), null, 2);
  }
  const { set, unset } = WRITERS[shell];
  return all.map(([name, value]) => (value === undefined ? unset(name) : set(name, value))).join('\n');
}
