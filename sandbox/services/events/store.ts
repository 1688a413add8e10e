import type { Tag, Target } from '@aws-sdk/client-eventbridge';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Queued } from '../../cloud/durable-queue.ts';
import type { Collection } from '../../cloud/store.ts';
import type { BusEvent } from './bus-event.ts';

export type BusRecord = {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyIdentifier?: string;
  readonly policy?: PolicyDocument;
  readonly tags: readonly Tag[];
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type PolicyDocument = {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
};

export type RuleRecord = {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  readonly pattern?: unknown;
  readonly schedule?: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly description?: string;
  readonly roleArn?: string;
  readonly tags: readonly Tag[];
  readonly targets: readonly (Target & { readonly Id: string; readonly Arn: string })[];
  readonly createdBy: string;
};

export type ArchiveRecord = {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly pattern?: unknown;
  readonly description?: string;
  readonly retentionDays: number;
  readonly eventCount: number;
  readonly sizeBytes: number;
  readonly createdAt: string;
};

/** One event on its way to one target. */
export type Delivery = {
  readonly event: BusEvent;
  readonly rule: { readonly bus: string; readonly name: string; readonly arn: string };
  readonly target: RuleRecord['targets'][number];
  /** The event came from another bus, so AWS does not send it on to a third one. */
  readonly forwarded: boolean;
};

export type DeadLetterRecord = Delivery & {
  readonly attempts: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Why the target's queue of dead letters did not take it. */
  readonly undelivered?: string;
  readonly at: string;
};

export type EventsStore = {
  readonly buses: Collection<BusRecord>;
  /** Key `<bus>/<rule>`. */
  readonly rules: Collection<RuleRecord>;
  readonly archives: Collection<ArchiveRecord>;
  /** Key `<archive>/<time>/<event id>`. */
  readonly archived: Collection<BusEvent>;
  readonly deliveries: Collection<Queued<Delivery>>;
  readonly deadLetters: Collection<DeadLetterRecord>;
};

export function eventsStore({ store }: Cloud): EventsStore {
  return {
    buses: store.collection('events.bus'),
    rules: store.collection('events.rule'),
    archives: store.collection('events.archive'),
    archived: store.collection('events.archived-event'),
    deliveries: store.collection('events.delivery'),
    deadLetters: store.collection('events.dead-letter'),
  };
}
