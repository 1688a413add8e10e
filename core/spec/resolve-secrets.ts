import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { DomainSecret } from './mesh.ts';
import { STANDARD_ROLES } from './resolve-subscription.ts';
import type { DomainFiles } from './spec-files.ts';
import { NAME } from './spec-schemas.ts';

/** Who uses a key of an outside system, and who puts it there. */
const DEFAULT_READERS: readonly string[] = ['pipeline', 'engineer'];

export const secretsOf = ({ file }: DomainFiles): DomainSecret[] =>
  Object.entries(file?.value?.secrets ?? {}).map(([name, { description, readers = DEFAULT_READERS }]) => ({
    name,
    description,
    readers: [...new Set(readers)],
  }));

export function checkSecrets({ name: domain, file }: DomainFiles): Diagnostic[] {
  const { value, yaml } = file ?? {};
  if (value === undefined || yaml === undefined) return [];
  const roles = [...STANDARD_ROLES, ...Object.keys(value.roles ?? {})];
  return Object.entries(value.secrets ?? {}).flatMap(([name, { readers = [] }]) => {
    const message = `the secret name "${name}" is not lower-case letters, digits and single hyphens`;
    const hint = 'call it for example weather-api';
    const naming = errorAt(yaml.keySpanOf(['secrets', name]), { code: 'InvalidName', message, hint });
    const unknown = readers.flatMap((role, index) => {
      if (roles.includes(role)) return [];
      const reader = `the domain "${domain}" has no role "${role}" that could read the secret "${name}"`;
      const span = yaml.spanOf(['secrets', name, 'readers', index]);
      return [errorAt(span, { code: 'UnknownRole', message: reader, hint: suggest(role, roles) })];
    });
    return [...(NAME.test(name) ? [] : [naming]), ...unknown];
  });
}
