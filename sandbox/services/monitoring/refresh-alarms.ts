import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { parseAlarmRule } from './alarm-rule.ts';
import { act } from './alarm-actions.ts';
import { alarmSeries } from './alarm-series.ts';
import { type AlarmRecord, alarms, type AlarmStateRecord, alarmStates } from './alarm-store.ts';
import { type AlarmState, evaluateAlarm } from './evaluate-alarm.ts';

/** CloudWatch looks every minute; at a desk that is long. */
const LOOK_EVERY_MS = 15_000;

type Named = { readonly name: string; readonly alarm: AlarmRecord };

/**
 * The state that an alarm has now; when it has changed, its topics are told. A composite alarm looks at what it
 * watches first; `above` are those that wait for this one, since alarms may watch each other in a circle.
 */
export async function refreshAlarm(
  cloud: Cloud,
  scope: Scope,
  { name, alarm }: Named,
  above: readonly string[] = [],
): Promise<AlarmStateRecord> {
  const at = cloud.clock().toISOString();
  const known = alarmStates(cloud).get(scope, name);
  const from = known ?? { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation', at };
  const now =
    alarm.kind === 'metric'
      ? evaluateAlarm(alarm.definition, alarmSeries(cloud, scope, alarm.definition), known)
      : await evaluateRule(cloud, scope, alarm.definition.AlarmRule ?? '', [...above, name]);
  if (known && now.value === known.value) return known;
  const to = { ...now, at };
  // Written first: a topic is told once, or not at all when the process is killed in between.
  alarmStates(cloud).put(scope, name, to);
  if (to.value === from.value) return to;
  const undelivered = await act(cloud, scope, { name, alarm, from, to });
  if (undelivered.length > 0) alarmStates(cloud).put(scope, name, { ...to, undelivered });
  return to;
}

async function evaluateRule(
  cloud: Cloud,
  scope: Scope,
  text: string,
  above: readonly string[],
): Promise<AlarmState> {
  const rule = parseAlarmRule(text);
  const states = new Map<string, StateValue>();
  for (const name of rule.alarms) {
    const alarm = alarms(cloud).get(scope, name);
    const isAbove = above.includes(name);
    if (alarm && !isAbove) await refreshAlarm(cloud, scope, { name, alarm }, above);
    states.set(name, (alarm && alarmStates(cloud).get(scope, name)?.value) ?? 'INSUFFICIENT_DATA');
  }
  const isAlarm = rule.holds((name) => states.get(name) ?? 'INSUFFICIENT_DATA');
  const found = [...states].map(([name, state]) => `${name} is ${state}`).join(', ');
  return {
    value: isAlarm ? 'ALARM' : 'OK',
    reason: `the rule ${text} is ${isAlarm ? 'true' : 'false'}${found === '' ? '' : `: ${found}`}.`,
  };
}

/** Looks at all alarms again and again, one round after the other. */
class AlarmWatch {
  readonly #cloud: Cloud;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  start(): void {
    if (this.#timer) return;
    this.#timer = setInterval(() => {
      this.#round = this.#round.then(() => this.look());
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async look(): Promise<void> {
    for (const { scope, key, value } of alarms(this.#cloud).listAll()) {
      await refreshAlarm(this.#cloud, scope, { name: key, alarm: value });
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#round;
  }
}

export const alarmWatch = perCloud((cloud) => new AlarmWatch(cloud));
