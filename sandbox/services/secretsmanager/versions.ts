import { randomUUID } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import type { SecretRecord, SecretVersion } from './store.ts';

const VALUE_BYTES_MAX = 65_536;
const VERSIONS_MAX = 100;

export type SecretValue = {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
  readonly ClientRequestToken?: string | undefined;
};

/** The version that a request describes; `undefined` where it has no value. */
export function newVersion(value: SecretValue, now: Date): SecretVersion | undefined {
  const { SecretString: text, SecretBinary } = value;
  if (text !== undefined && SecretBinary !== undefined)
    throw new AwsError('InvalidParameterException', 'give SecretString or SecretBinary, not both');
  if (text === undefined && SecretBinary === undefined) return undefined;
  const binary = SecretBinary && Buffer.from(SecretBinary).toString('base64');
  const bytes = SecretBinary?.length ?? Buffer.byteLength(text ?? '');
  if (bytes === 0 || bytes > VALUE_BYTES_MAX)
    throw new AwsError('InvalidParameterException', `a secret has 1 to ${VALUE_BYTES_MAX} bytes`);
  return {
    id: value.ClientRequestToken ?? randomUUID(),
    ...(text !== undefined && { text }),
    ...(binary !== undefined && { binary }),
    stages: ['AWSCURRENT'],
    createdAt: now.toISOString(),
  };
}

/** Adds a version as the current one; the same token with the same value was added before. */
export function withVersion(secret: SecretRecord, version: SecretVersion): SecretRecord {
  const repeated = secret.versions.find(({ id }) => id === version.id);
  if (repeated) {
    if (repeated.text === version.text && repeated.binary === version.binary) return secret;
    throw new AwsError('ResourceExistsException', `the version ${version.id} exists with another value`);
  }
  const older = secret.versions.map((one) => ({
    ...one,
    stages: one.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [],
  }));
  return { ...secret, versions: [version, ...older].slice(0, VERSIONS_MAX) };
}

export function findVersion(
  secret: SecretRecord,
  wanted: { readonly VersionId?: string | undefined; readonly VersionStage?: string | undefined },
): SecretVersion {
  const stage = wanted.VersionStage ?? (wanted.VersionId === undefined ? 'AWSCURRENT' : undefined);
  const found = secret.versions.find(
    ({ id, stages }) =>
      (wanted.VersionId === undefined || wanted.VersionId === id) &&
      (stage === undefined || stages.includes(stage)),
  );
  if (found) return found;
  throw new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${stage ? `staging label: ${stage}` : `version: ${wanted.VersionId}`}`,
  );
}
