/** A time of day on a calendar, without a zone; months from 1. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const DAY_MS = 86_400_000;

/** Whether the runtime knows a zone such as `Europe/Zurich`. */
export function isTimeZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

/** What a clock in the zone shows. */
export function toLocal(at: Date, zone: string): LocalTime {
  const parts = formatter(zone).formatToParts(at);
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value('year'),
    month: value('month'),
    day: value('day'),
    hour: value('hour'),
    minute: value('minute'),
    second: value('second'),
  };
}

/** When a clock in the zone shows this first; `undefined` in the gap when clocks go forward. */
export function fromLocal(local: LocalTime, zone: string): Date | undefined {
  const wall = utcOf(local);
  // The 31st of April would silently be the 1st of May.
  const { month, day, hour } = toLocal(new Date(wall), 'UTC');
  if (month !== local.month || day !== local.day || hour !== local.hour) return undefined;
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => offsetMs(new Date(near), zone));
  const candidates = [...new Set(offsets)].map((offset) => wall - offset).toSorted((a, b) => a - b);
  const found = candidates.find((at) => utcOf(toLocal(new Date(at), zone)) === wall);
  return found === undefined ? undefined : new Date(found);
}

function offsetMs(at: Date, zone: string): number {
  return utcOf(toLocal(at, zone)) - Math.floor(at.getTime() / 1000) * 1000;
}

function utcOf({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatter(zone: string): Intl.DateTimeFormat {
  const found = formatters.get(zone);
  if (found) return found;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

/** By zone; the runtime knows some hundred zones at most. */
const formatters = new Map<string, Intl.DateTimeFormat>();
