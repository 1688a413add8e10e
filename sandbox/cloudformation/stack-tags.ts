import { type ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import { isRecord } from '../../core/cloudformation/intrinsic.ts';
import type { AnyProvider } from './resource-provider.ts';

/** Adds the stack's tags to a resource that can carry tags; the resource's own win. */
export function withStackTags(
  provider: AnyProvider,
  properties: ResolvedProperties,
  tags: Readonly<Record<string, string>>,
): ResolvedProperties {
  if (provider.tags === undefined || Object.keys(tags).length === 0) return properties;
  const own = properties['Tags'];
  if (provider.tags === 'map') return { ...properties, Tags: { ...tags, ...(isRecord(own) ? own : {}) } };
  const list: readonly unknown[] = Array.isArray(own) ? own : [];
  const names = new Set(list.map((tag) => (isRecord(tag) ? tag['Key'] : undefined)));
  const inherited = Object.entries(tags)
    .filter(([key]) => !names.has(key))
    .map(([Key, Value]) => ({ Key, Value }));
  return { ...properties, Tags: [...list, ...inherited] };
}
