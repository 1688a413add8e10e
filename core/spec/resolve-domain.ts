import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import { checkDirectoryName } from './check-names.ts';
import type { Domain, DomainRole, Environment, Product } from './mesh.ts';
import { resolveAccounts } from './resolve-environments.ts';
import { checkSecrets, secretsOf } from './resolve-secrets.ts';
import { STANDARD_ROLES } from './resolve-subscription.ts';
import type { DomainFiles } from './spec-files.ts';
import { type MeshFile, NAME } from './spec-schemas.ts';

/** Roles of Freehold's own functions, rules and locations in each domain. */
const SERVICE_ROLES: readonly string[] = [
  'publisher',
  'provisioner',
  'reconciler',
  'observer',
  'forwarder',
  'starter',
  'lakeformation',
  'schedule-enforce-policies',
  'schedule-measure-slo',
];

export type DomainContext = {
  readonly mesh: MeshFile;
  readonly environments: readonly Environment[];
  /** Products of the domain. */
  readonly products: readonly Product[];
};

type ResolvedDomain = { readonly domain: Domain; readonly diagnostics: readonly Diagnostic[] };

export function resolveDomain(
  files: DomainFiles,
  { mesh, environments, products }: DomainContext,
): ResolvedDomain {
  const { name, directory, file } = files;
  const path = `${directory}/domain.yaml`;
  const { accounts, diagnostics: accountFindings } = resolveAccounts(mesh.name, files, environments);
  const diagnostics = [...accountFindings, ...checkRoles(files), ...checkSecrets(files)];
  const naming = checkDirectoryName('domain', name);
  if (naming !== undefined) diagnostics.push(errorAt(startOf(path), naming));
  if (file === undefined) {
    const message = `the domain "${name}" has no domain.yaml`;
    diagnostics.push(errorAt(startOf(path), { code: 'MissingFile', message }));
  }
  const owner = file?.value?.owner ?? mesh.defaults?.owner;
  if (owner === undefined && file?.value !== undefined && file.yaml !== undefined) {
    const message = '"owner" is missing';
    const hint = 'add owner: { team: …, email: … }, here or below defaults in mesh.yaml';
    diagnostics.push(errorAt(file.yaml.spanOf([]), { code: 'MissingKey', message, hint }));
  }
  const domain: Domain = {
    name,
    title: file?.value?.title ?? name,
    description: file?.value?.description ?? '',
    // Nothing is built from a domain without an owner: that was just reported.
    owner: owner ?? { team: '', email: '' },
    costCentre: file?.value?.costCentre ?? mesh.defaults?.costCentre ?? name,
    accounts,
    roles: rolesOf(files),
    secrets: secretsOf(files),
    products,
    directory,
  };
  return { domain, diagnostics };
}

export const rolesOf = ({ file }: DomainFiles): DomainRole[] =>
  Object.entries(file?.value?.roles ?? {}).map(([name, { title }]) => ({ name, title }));

function checkRoles({ file }: DomainFiles): Diagnostic[] {
  const { value, yaml } = file ?? {};
  if (value === undefined || yaml === undefined) return [];
  return Object.keys(value.roles ?? {}).flatMap((role) => {
    const isTaken = [...STANDARD_ROLES, ...SERVICE_ROLES].includes(role);
    if (NAME.test(role) && !isTaken) return [];
    const problem = isTaken
      ? 'is a role that every domain has'
      : 'is not lower-case letters, digits and hyphens';
    const message = `the role name "${role}" ${problem}`;
    return [errorAt(yaml.keySpanOf(['roles', role]), { code: 'InvalidName', message })];
  });
}
