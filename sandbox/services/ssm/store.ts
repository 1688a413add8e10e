import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type ParameterRecord = {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly description: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly version: number;
  readonly modifiedAt: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** By name. */
export function parameters(cloud: Cloud): Collection<ParameterRecord> {
  return cloud.store.collection('ssm.parameter');
}
