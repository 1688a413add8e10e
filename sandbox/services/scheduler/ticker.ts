import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { addDeliveries } from '../events/accept-event.ts';
import { type BusEvent, eventTime } from '../events/bus-event.ts';
import { deliveries } from '../events/deliveries.ts';
import { eventsStore, type RuleRecord } from '../events/store.ts';
import { firings } from './firings.ts';
import { nextFire, parseExpression } from './schedule-expression.ts';
import { schedulerStore, type ScheduleRecord } from './store.ts';

const TICK_MS = 500;

/**
 * Fires schedules and scheduled rules when the sandbox's clock reaches their time. What was due while nothing
 * ran is not made up for.
 */
export class Ticker {
  readonly #cloud: Cloud;
  #timer: NodeJS.Timeout | undefined;
  #last: Date | undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  start(): void {
    if (this.#timer) return;
    this.#last = this.#cloud.clock();
    this.#timer = setInterval(() => this.tick(), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Fires what became due since the last look, each once. */
  tick(): void {
    const now = this.#cloud.clock();
    const since = this.#last ?? now;
    this.#last = now;
    for (const { scope, value } of schedulerStore(this.#cloud).schedules.listAll()) {
      const at = dueSchedule(value, since, now);
      if (at) this.#fireSchedule(scope, value, at);
    }
    for (const { scope, value } of eventsStore(this.#cloud).rules.listAll()) {
      const at = dueRule(value, since, now);
      if (at) this.#fireRule(scope, value, at);
    }
  }

  #fireSchedule(scope: Scope, schedule: ScheduleRecord, at: Date): void {
    const { name, group, arn, target, expression, actionAfterCompletion } = schedule;
    this.#cloud.store.transaction(() => {
      firings(this.#cloud).add(scope, {
        schedule: { name, group, arn, target },
        scheduledAt: at.toISOString(),
      });
      const isOver = expression.startsWith('at(');
      if (isOver && actionAfterCompletion === 'DELETE') {
        schedulerStore(this.#cloud).schedules.delete(scope, `${group}/${name}`);
      }
    });
  }

  #fireRule(scope: Scope, rule: RuleRecord, at: Date): void {
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: scope.accountId,
      time: eventTime(at),
      region: scope.region,
      resources: [rule.arn],
      detail: {},
    };
    addDeliveries({ scope, bus: rule.bus }, rule, event, deliveries(this.#cloud));
  }
}

export const ticker = perCloud((cloud) => new Ticker(cloud));

function dueSchedule(schedule: ScheduleRecord, since: Date, now: Date): Date | undefined {
  if (schedule.state !== 'ENABLED') return undefined;
  const { startDate, endDate, createdAt, modifiedAt } = schedule;
  const anchor = new Date(startDate ?? createdAt);
  const from = later(since, new Date(modifiedAt));
  // A start date is itself a time at which a rate fires.
  const after = startDate === undefined ? from : later(from, new Date(Date.parse(startDate) - 1));
  const next = nextFire(parseExpression(schedule.expression, schedule.timezone), after, anchor);
  if (!next || next > now || (endDate !== undefined && next > new Date(endDate))) return undefined;
  return next;
}

function dueRule(rule: RuleRecord, since: Date, now: Date): Date | undefined {
  if (rule.state !== 'ENABLED' || rule.schedule === undefined) return undefined;
  // Rules have no anchor: rates count from the epoch.
  const next = nextFire(parseExpression(rule.schedule, 'UTC'), since, new Date(0));
  return next && next <= now ? next : undefined;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
