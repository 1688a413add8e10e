import { createHash } from 'node:crypto';

import type { ProductManifest } from './manifest.ts';
import type { PinnedInput } from './run.ts';

/** Twelve hex digits that say what a run computes: the same product, code and inputs are the same run. */
export function runId(
  manifest: ProductManifest,
  manifestSha256: string,
  inputs: readonly PinnedInput[],
): string {
  const pinned = inputs.map(({ key, version }) => `${key}=${version}`).toSorted();
  const text = [manifest.domain, manifest.product, `v${manifest.major}`, manifestSha256, ...pinned].join(
    '\n',
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** OpenLineage's run id of one attempt, derived from its name. */
export function runUuid(manifest: ProductManifest, run: string, attempt: number): string {
  const { mesh, environment, domain, product, major } = manifest;
  const text = [mesh, environment, domain, product, major, run, attempt].join('\n');
  return hashedUuid(text);
}

/** A UUID (version 8, RFC 9562) that stands for a text. */
export function hashedUuid(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** pk of a product's items in the registry. */
export function registryKey(manifest: Pick<ProductManifest, 'product' | 'major'>): string {
  return `${manifest.product}/v${manifest.major}`;
}

/** sk of a run's item. */
export function registryRunKey(run: {
  readonly startedAt: string;
  readonly run: string;
  readonly attempt: number;
}): string {
  return `run/${run.startedAt}/${run.run}-${run.attempt}`;
}
