import type { PlannedRevoke } from '../../core/access/grants/plan-grants.ts';
import type { ColumnSelection, GrantResource } from '../../core/access/lakeformation/grant.ts';
import { assertNever } from '../../core/errors/invariant.ts';
import { bucketName, recordPrefix } from '../../core/naming/names.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import { type Connection, s3Client } from './clients.ts';
import { accountIn } from './environment.ts';

/** The newest sweep of a domain's grants, as `enforce-policies` recorded it. */
export type Sweep = {
  readonly domain: string;
  readonly at: string;
  readonly outcome: string;
  readonly declared: number;
  /** Grants that nobody declared, or that have expired, and that are gone: who, what, on what, in words. */
  readonly revoked: readonly string[];
  /** Such grants that are still there: too many at once, or the sweep died. */
  readonly left: readonly string[];
  readonly granted: number;
  readonly pending: number;
  /** Grants past their last day that are still there. */
  readonly overdue: number;
  /** Databases of producers whose links were made again, or taken away because nothing is shared behind them. */
  readonly links: { readonly made: readonly string[]; readonly removed: readonly string[] };
};

/** What of the recorded report is shown; the object holds all of it. */
type Report = Pick<Sweep, 'domain' | 'at' | 'outcome' | 'declared'> & {
  readonly revoked: readonly PlannedRevoke[];
  readonly left: { readonly revokes: readonly PlannedRevoke[] };
  readonly granted: readonly unknown[];
  readonly pending: readonly unknown[];
  // Reports of earlier versions have neither.
  readonly overdue?: number;
  readonly links?: Sweep['links'];
};

/** Pages of a thousand sweeps each: more than a year of hourly ones. */
const PAGES_MAX = 10;

export async function newestSweeps(
  connection: Connection,
  mesh: Mesh,
  environment: Environment,
): Promise<readonly Sweep[]> {
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const account = environment.platformAccount;
  const Bucket = bucketName(names, 'platform', 'audit', account);
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3Client(connection, connection.rootCredentials(account));
  const sweeps = mesh.domains.map(async ({ name }) => {
    const prefix = recordPrefix('findings', accountIn(mesh, environment.name, name), name);
    const Key = await newestKey(client, Bucket, prefix);
    if (Key === undefined) return [];
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    // `enforce-policies` writes `freehold.findings.v1` there.
    const report = JSON.parse((await Body?.transformToString()) ?? '{}') as Report;
    return [toSweep(report)];
  });
  return (await Promise.all(sweeps)).flat();
}

/** Names of findings begin with their time, so that the last key is the newest. */
async function newestKey(
  client: Awaited<ReturnType<typeof s3Client>>,
  bucket: string,
  prefix: string,
): Promise<string | undefined> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  let newest: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { Contents, IsTruncated } = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(newest !== undefined && { StartAfter: newest }),
      }),
    );
    newest = Contents?.at(-1)?.Key ?? newest;
    if (IsTruncated !== true) break;
  }
  return newest;
}

function toSweep(report: Report): Sweep {
  const { domain, at, outcome, declared, revoked, left, granted, pending, overdue = 0 } = report;
  const { made, removed } = report.links ?? { made: [], removed: [] };
  return {
    domain,
    at,
    outcome,
    declared,
    revoked: revoked.map(describeRevoke),
    left: left.revokes.map(describeRevoke),
    granted: granted.length,
    pending: pending.length,
    overdue,
    links: { made, removed },
  };
}

/** `SELECT on the table safety.strikes_v1 from insight-visitor in 111122223333 (undeclared)` */
function describeRevoke({ grant, reason }: PlannedRevoke): string {
  const permissions = grant.permissions.map((permission) =>
    grant.grantable.includes(permission) ? `${permission} with grant option` : permission,
  );
  return `${permissions.join(', ')} on ${describeResource(grant.resource)} from ${describePrincipal(grant.principal)} (${reason})`;
}

function describePrincipal(principal: string): string {
  const role = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principal);
  return role ? `the role ${role[2]} in ${role[1]}` : principal;
}

function describeResource(resource: GrantResource): string {
  switch (resource.kind) {
    case 'catalog':
      return 'the whole catalog';
    case 'database':
      return `the database ${resource.database}`;
    case 'table':
      return `the table ${resource.database}.${resource.table}`;
    case 'all-tables':
      return `every table of ${resource.database}`;
    case 'columns':
      return `${describeColumns(resource.columns)} of ${resource.database}.${resource.table}`;
    case 'filter':
      return `the table ${resource.database}.${resource.table} through the filter ${resource.filter}`;
    case 'data-location':
      return `the location ${resource.location}`;
    case 'tag':
      return `the tag ${resource.tag.key}`;
    case 'tag-policy':
      return `${resource.on === 'DATABASE' ? 'databases' : 'tables'} with ${resource.expression
        .map(({ key, values }) => `${key}=${values.join('|')}`)
        .join(' and ')}`;
    default:
      return assertNever(resource);
  }
}

function describeColumns({ kind, names }: ColumnSelection): string {
  if (kind === 'only') return `the columns ${names.join(', ')}`;
  return names.length === 0 ? 'all columns' : `all columns but ${names.join(', ')}`;
}
