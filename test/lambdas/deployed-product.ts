import { createHash } from 'node:crypto';

import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import type { ResolveRunInput } from '../../core/pipeline/run.ts';
import type { FakeAws } from './fake-aws.ts';

export const PARAMETER = '/aviation/local/operations/flights/v1';
const ASSETS = 'assets';

/** Puts the manifest where the product's parameter points to. */
export function deploy(aws: FakeAws, manifest: ProductManifest): void {
  const text = JSON.stringify(manifest);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const key = `${sha256}.json`;
  aws.objects.set(`s3://${ASSETS}/${key}`, Buffer.from(text));
  aws.parameters.set(PARAMETER, JSON.stringify({ bucket: ASSETS, key, sha256, version: manifest.version }));
}

export function publishUpstream(aws: FakeAws, snapshot: string): void {
  aws.tables.set('airports.airports_v1', {
    Name: 'airports_v1',
    DatabaseName: 'airports',
    Parameters: { table_type: 'ICEBERG', 'freehold.snapshot_id': snapshot },
  });
}

export function land(aws: FakeAws, manifest: ProductManifest, key: string, content: string): void {
  aws.objects.set(`s3://${manifest.resources.landingBucket}/${key}`, Buffer.from(content));
}

export function startOf(
  execution: string,
  request: Partial<ResolveRunInput['request']> = {},
): ResolveRunInput {
  return {
    parameter: PARAMETER,
    execution: `arn:aws:states:eu-west-1:222222222222:execution:m:${execution}`,
    startedAt: '2026-01-01T06:00:00.000Z',
    request: { trigger: 'hand', ...request },
  };
}
