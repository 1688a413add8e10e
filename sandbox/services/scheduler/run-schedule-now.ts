import { randomUUID } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { fire, type Fired } from './fire.ts';
import { schedulerStore, type ScheduleRecord } from './store.ts';

/**
 * Fires a schedule at once, whatever its time and state, and answers when its target has taken the call; throws
 * what the target refuses. `name` is `<group>/<schedule>`, or the schedule's name where only one group has it.
 */
export async function runScheduleNow(cloud: Cloud, scope: Scope, name: string): Promise<Fired> {
  const schedule = findSchedule(cloud, scope, name);
  const firing = { schedule, scheduledAt: cloud.clock().toISOString() };
  return await fire(cloud, { scope, firing, id: randomUUID(), attempt: 1 });
}

function findSchedule(cloud: Cloud, scope: Scope, name: string): ScheduleRecord {
  const all = schedulerStore(cloud).schedules.list(scope);
  const found = all.filter(([key, record]) => key === name || record.name === name);
  const [first] = found;
  if (first && found.length === 1) return first[1];
  const known = all.map(([key]) => key).join(', ') || 'none';
  throw new AwsError(
    'ResourceNotFoundException',
    found.length > 1
      ? `several schedule groups have a schedule ${name}: ${found.map(([key]) => key).join(', ')}`
      : `Schedule ${name} does not exist; account ${scope.accountId} has: ${known}`,
    { status: 404 },
  );
}
