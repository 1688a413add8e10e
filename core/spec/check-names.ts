import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding, startOf } from '../diagnostics/report.ts';
import { bucketName, domainName, type NameScope, stateMachineName } from '../naming/names.ts';
import type { Domain, Environment } from './mesh.ts';
import { PLATFORM } from './resolve-environments.ts';
import { NAME } from './spec-schemas.ts';

/** AWS's limits. */
const BUCKET_MAX = 63;
const ROLE_MAX = 64;
const STATE_MACHINE_MAX = 80;

/** The longest of the roles and functions that every domain has. */
const LONGEST_ROLE = 'schedule-enforce-policies';
/** Zones, and keys, are written behind a domain's name in the names of Glue databases. */
const RESERVED_ENDINGS = ['-staging', '-landing', '-keys'];

/** What is wrong with the name of a directory of a domain or product. */
export function checkDirectoryName(kind: 'domain' | 'product', name: string): Finding | undefined {
  if (!NAME.test(name)) {
    const message = `the ${kind} name "${name}" is not lower-case letters, digits and single hyphens`;
    const fixed = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-+$/g, '');
    return {
      code: 'InvalidName',
      message,
      hint: fixed === '' ? undefined : `rename the directory to ${fixed}`,
    };
  }
  if (kind === 'product') return undefined;
  const isReserved = name === PLATFORM || RESERVED_ENDINGS.some((ending) => name.endsWith(ending));
  if (!isReserved) return undefined;
  const message = `the domain name "${name}" is taken by Freehold itself`;
  return { code: 'InvalidName', message, hint: 'rename the directory' };
}

/** Names that AWS would refuse, found before AWS says so. */
export function checkNameLengths(
  mesh: string,
  environments: readonly Environment[],
  domains: readonly Domain[],
): Diagnostic[] {
  return environments.flatMap((environment) => {
    const scope = { mesh, environment: environment.name, region: environment.region };
    return domains.flatMap((domain) => [
      ...domainLengths(scope, domain, environment),
      ...domain.products.flatMap((product) => {
        const name = stateMachineName(scope, domain.name, product.name, product.major);
        return tooLong(`${product.directory}/contract.yaml`, 'state machine', name, STATE_MACHINE_MAX);
      }),
    ]);
  });
}

function domainLengths(scope: NameScope, domain: Domain, { name }: Environment): Diagnostic[] {
  const file = `${domain.directory}/domain.yaml`;
  const account = domain.accounts[name] ?? ''.padEnd(12, '0');
  const roles = [LONGEST_ROLE, ...domain.roles.map((role) => role.name)];
  return [
    ...tooLong(file, 'bucket', bucketName(scope, domain.name, 'products', account), BUCKET_MAX),
    ...roles.flatMap((role) => tooLong(file, 'role', domainName(scope, domain.name, role), ROLE_MAX)),
  ];
}

function tooLong(file: string, kind: string, name: string, max: number): Diagnostic[] {
  if (name.length <= max) return [];
  const message = `the ${kind} "${name}" has ${name.length} characters, and AWS allows ${max}`;
  const hint = 'shorten the name of the mesh, environment, domain or product';
  return [errorAt(startOf(file), { code: 'NameTooLong', message, hint })];
}
