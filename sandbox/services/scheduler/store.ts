import type {
  ActionAfterCompletion,
  FlexibleTimeWindow,
  ScheduleState,
  Tag,
  Target,
} from '@aws-sdk/client-scheduler';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Queued } from '../../cloud/durable-queue.ts';
import type { Collection, Scope } from '../../cloud/store.ts';

export type GroupRecord = {
  readonly name: string;
  readonly arn: string;
  readonly tags: readonly Tag[];
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type ScheduleRecord = {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly expression: string;
  readonly timezone: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly state: ScheduleState;
  readonly description?: string;
  readonly kmsKeyArn?: string;
  readonly flexibleTimeWindow: FlexibleTimeWindow;
  readonly actionAfterCompletion: ActionAfterCompletion;
  readonly target: Target & { readonly Arn: string; readonly RoleArn: string };
  readonly createdAt: string;
  readonly modifiedAt: string;
};

/** One firing of a schedule, on its way to the target. */
export type Firing = {
  readonly schedule: Pick<ScheduleRecord, 'name' | 'group' | 'arn' | 'target'>;
  readonly scheduledAt: string;
};

export type DeadFiring = Firing & {
  readonly attempts: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Why the queue of dead letters did not take it. */
  readonly undelivered?: string;
  readonly at: string;
};

export type SchedulerStore = {
  readonly groups: Collection<GroupRecord>;
  /** Key `<group>/<schedule>`. */
  readonly schedules: Collection<ScheduleRecord>;
  readonly firings: Collection<Queued<Firing>>;
  readonly deadFirings: Collection<DeadFiring>;
};

export function schedulerStore({ store }: Cloud): SchedulerStore {
  return {
    groups: store.collection('scheduler.group'),
    schedules: store.collection('scheduler.schedule'),
    firings: store.collection('scheduler.firing'),
    deadFirings: store.collection('scheduler.dead-firing'),
  };
}

export function groupArn({ accountId, region }: Scope, group: string): string {
  return `arn:aws:scheduler:${region}:${accountId}:schedule-group/${group}`;
}

export function scheduleArn({ accountId, region }: Scope, group: string, name: string): string {
  return `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;
}
