import { bucketName } from '../../core/naming/names.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import { type Connection, s3Client } from './clients.ts';

/** The newest sweep of a domain's grants, as `enforce-policies` recorded it. */
export type Sweep = {
  readonly domain: string;
  readonly at: string;
  readonly outcome: string;
  readonly declared: number;
  /** Grants that nobody declared and that are gone, in words. */
  readonly revoked: readonly string[];
  readonly granted: number;
  readonly pending: number;
};

/** What of the recorded report is shown; the object holds all of it. */
type Report = Pick<Sweep, 'domain' | 'at' | 'outcome' | 'declared'> & {
  readonly revoked: readonly unknown[];
  readonly granted: readonly unknown[];
  readonly pending: readonly unknown[];
};

const KEYS_MAX = 1_000;

export async function newestSweeps(
  connection: Connection,
  mesh: Mesh,
  environment: Environment,
): Promise<readonly Sweep[]> {
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const account = environment.platformAccount;
  const Bucket = bucketName(names, 'platform', 'audit', account);
  const { GetObjectCommand, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const client = await s3Client(connection, connection.rootCredentials(account));
  const sweeps = mesh.domains.map(async ({ name }) => {
    // Names of findings begin with their time, so that the last key is the newest.
    const { Contents } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: `findings/${name}/`, MaxKeys: KEYS_MAX }),
    );
    const Key = Contents?.at(-1)?.Key;
    if (Key === undefined) return [];
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    // `enforce-policies` writes `freehold.findings.v1` there.
    const report = JSON.parse((await Body?.transformToString()) ?? '{}') as Report;
    return [toSweep(report)];
  });
  return (await Promise.all(sweeps)).flat();
}

function toSweep({ domain, at, outcome, declared, revoked, granted, pending }: Report): Sweep {
  return {
    domain,
    at,
    outcome,
    declared,
    revoked: revoked.map((grant) => JSON.stringify(grant)),
    granted: granted.length,
    pending: pending.length,
  };
}
