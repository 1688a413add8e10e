import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { type MachineRecord, statesStore, type VersionRecord } from './store.ts';

/** AWS's quota. */
const VERSIONS_MAX = 1_000;

/** Publishes the machine as it is; the same revision twice is one version. */
export function publishVersion(
  cloud: Cloud,
  scope: Scope,
  { name, arn, definition, roleArn, revisionId }: MachineRecord,
  description: string | undefined,
): VersionRecord {
  const { versions, machines } = statesStore(cloud);
  return cloud.store.transaction(() => {
    const existing = versions.list(scope, `${name}:`).map(([, version]) => version);
    const latest = existing.toSorted((a, b) => b.number - a.number)[0];
    if (latest?.revisionId === revisionId) return latest;
    if (existing.length >= VERSIONS_MAX) {
      throw new AwsError(
        'ServiceQuotaExceededException',
        `a state machine has at most ${VERSIONS_MAX} versions`,
      );
    }
    // Read again: a caller may hold an older copy.
    const machine = machines.get(scope, name);
    const number = (machine?.lastVersion ?? 0) + 1;
    if (machine) machines.put(scope, name, { ...machine, lastVersion: number });
    const version: VersionRecord = {
      arn: `${arn}:${number}`,
      number,
      definition,
      roleArn,
      revisionId,
      ...(description !== undefined && { description }),
      createdAt: cloud.clock().toISOString(),
    };
    versions.put(scope, `${name}:${number}`, version);
    return version;
  });
}
