import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type LogGroupRecord = {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly retentionDays?: number;
  readonly kmsKeyId?: string;
  readonly groupClass: 'STANDARD' | 'INFREQUENT_ACCESS';
  readonly tags: Readonly<Record<string, string>>;
};

/** A stream keeps its newest events only: the sandbox is no archive. */
export type LogStreamRecord = {
  readonly name: string;
  readonly createdAt: number;
  readonly events: readonly LogEvent[];
};

export type LogEvent = { readonly timestamp: number; readonly message: string; readonly ingestedAt: number };

export const EVENTS_KEPT_MAX = 1_000;

export function logGroups(cloud: Cloud): Collection<LogGroupRecord> {
  return cloud.store.collection('logs.group');
}

/** By group and stream name; no group name contains the separator. */
export function logStreams(cloud: Cloud): Collection<LogStreamRecord> {
  return cloud.store.collection('logs.stream');
}

export function streamKey(group: string, stream: string): string {
  return `${group}\u0000${stream}`;
}
