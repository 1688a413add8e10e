import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { inventAccount, SANDBOX_ORGANIZATION } from './accounts.ts';
import type { Environment } from './mesh.ts';
import type { DomainFiles } from './spec-files.ts';
import { type MeshFile, NAME } from './spec-schemas.ts';
import type { YamlFile } from './yaml-file.ts';

/** The domain that every mesh has: bus, audit bucket and catalog are its own. */
export const PLATFORM = 'platform';

export function resolveEnvironments(
  mesh: MeshFile,
  yaml: YamlFile,
): { readonly environments: readonly Environment[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const environments = Object.entries(mesh.environments).map(([name, written]): Environment => {
    const path = ['environments', name];
    if (!NAME.test(name)) {
      const message = `the environment name "${name}" is not lower-case letters, digits and single hyphens`;
      diagnostics.push(errorAt(yaml.keySpanOf(path), { code: 'InvalidName', message }));
    }
    const isSandbox = written.sandbox === true;
    if (!isSandbox && written.platformAccount === undefined) {
      const message = `the environment "${name}" has no account for the platform`;
      const hint = 'add platformAccount: "<12 digits>", or sandbox: true';
      diagnostics.push(errorAt(yaml.keySpanOf(path), { code: 'MissingAccount', message, hint }));
    }
    const organization = written.organization ?? (isSandbox ? SANDBOX_ORGANIZATION : undefined);
    return {
      name,
      region: written.region,
      isSandbox,
      platformAccount: written.platformAccount ?? inventAccount(mesh.name, name, PLATFORM),
      ...(organization !== undefined && { organization }),
      removal: written.removal ?? 'retain',
    };
  });
  if (environments.length === 0) {
    const message = 'the mesh has no environment';
    const hint = 'add `local: { region: eu-west-1, sandbox: true }` below environments';
    diagnostics.push(errorAt(yaml.keySpanOf(['environments']), { code: 'MissingKey', message, hint }));
  }
  return { environments, diagnostics };
}

/** Account of a domain in each environment: as written, or invented for a sandbox. */
export function resolveAccounts(
  mesh: string,
  domain: DomainFiles,
  environments: readonly Environment[],
): { readonly accounts: Readonly<Record<string, string>>; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const written = domain.file?.value?.accounts ?? {};
  const yaml = domain.file?.yaml;
  const names = environments.map(({ name }) => name);
  for (const name of Object.keys(written)) {
    if (names.includes(name) || yaml === undefined) continue;
    const message = `the mesh has no environment "${name}"`;
    const span = yaml.keySpanOf(['accounts', name]);
    diagnostics.push(errorAt(span, { code: 'UnknownEnvironment', message, hint: suggest(name, names) }));
  }
  const accounts: Record<string, string> = {};
  for (const { name, isSandbox } of environments) {
    const account = written[name] ?? (isSandbox ? inventAccount(mesh, name, domain.name) : undefined);
    if (account !== undefined) accounts[name] = account;
    else if (yaml !== undefined && domain.file?.value !== undefined) {
      const message = `the domain "${domain.name}" has no account in the environment "${name}"`;
      const hint = `add accounts: { ${name}: "<12 digits>" }`;
      diagnostics.push(errorAt(yaml.keySpanOf(['accounts']), { code: 'MissingAccount', message, hint }));
    }
  }
  return { accounts, diagnostics };
}
