import { AwsError } from '../../cloud/aws-error.ts';
import { type Cron, nextCron, parseCron } from './cron.ts';
import { fromLocal, isTimeZone } from './zoned-time.ts';

export type ScheduleExpression =
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly zone: string }
  | { readonly kind: 'at'; readonly at: Date };

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `rate(…)`, `cron(…)` or `at(…)`; `zone` is the schedule's time zone. */
export function parseExpression(text: string, zone: string): ScheduleExpression {
  if (!isTimeZone(zone)) refuse(`${JSON.stringify(zone)} is not a time zone`);
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  switch (kind) {
    case 'rate':
      return { kind, everyMs: parseRate(body) };
    case 'cron':
      return { kind, cron: parseCron(body), zone };
    case 'at':
      return { kind, at: parseAt(body, zone) };
    default:
      return refuse(`Invalid Schedule Expression ${text}.`);
  }
}

/** The first time after `after`; rates count from `anchor`. */
export function nextFire(expression: ScheduleExpression, after: Date, anchor: Date): Date | undefined {
  switch (expression.kind) {
    case 'rate': {
      const passed = Math.max(0, Math.floor((after.getTime() - anchor.getTime()) / expression.everyMs) + 1);
      return new Date(anchor.getTime() + passed * expression.everyMs);
    }
    case 'cron':
      return nextCron(expression.cron, after, expression.zone);
    case 'at':
      return expression.at > after ? expression.at : undefined;
  }
}

function parseRate(body: string): number {
  const [, count = '', unit = ''] = /^(\d+)\s+(minute|hour|day)s?$/.exec(body.trim()) ?? [];
  const everyMs = Number(count) * (UNIT_MS[unit] ?? 0);
  return everyMs > 0 ? everyMs : refuse(`Invalid Schedule Expression rate(${body}).`);
}

function parseAt(body: string, zone: string): Date {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(body.trim());
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match?.slice(1).map(Number) ?? [];
  const at = match ? fromLocal({ year, month, day, hour, minute, second }, zone) : undefined;
  return at ?? refuse(`Invalid Schedule Expression at(${body}).`);
}

function refuse(message: string): never {
  throw new AwsError('ValidationException', message);
}
