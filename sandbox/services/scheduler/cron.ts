import { AwsError } from '../../cloud/aws-error.ts';
import { fromLocal, toLocal } from './zoned-time.ts';

type DayRule = (year: number, month: number, day: number) => boolean;

/** A parsed `cron(minutes hours day-of-month month day-of-week year)`. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: DayRule;
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const YEAR_MIN = 1970;
const YEAR_MAX = 2199;

type Range = { readonly min: number; readonly max: number; readonly names?: readonly string[] };

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', date = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6) refuse(text, 'it needs six fields');
  if ((date === '?') === (weekday === '?'))
    refuse(text, 'exactly one of day-of-month and day-of-week must be ?');
  const values = (field: string, range: Range): readonly number[] => list(field, range, text);
  return {
    minutes: values(minute, { min: 0, max: 59 }),
    hours: values(hour, { min: 0, max: 23 }),
    months: new Set(values(month, { min: 1, max: 12, names: MONTHS })),
    years: new Set(values(year, { min: YEAR_MIN, max: YEAR_MAX })),
    isDay: weekday === '?' ? dateRule(date, text) : weekdayRule(weekday, text),
  };
}

/** The first time after `after` at which a clock in the zone shows what the expression says. */
export function nextCron(cron: Cron, after: Date, zone: string): Date | undefined {
  const start = toLocal(after, zone);
  let { year, month, day } = start;
  while (year <= YEAR_MAX) {
    if (!cron.years.has(year)) [year, month, day] = [year + 1, 1, 1];
    else if (!cron.months.has(month)) [year, month, day] = nextMonth(year, month);
    else if (day > daysIn(year, month)) [year, month, day] = nextMonth(year, month);
    else {
      const found = cron.isDay(year, month, day)
        ? firstOn(cron, { year, month, day }, after, zone)
        : undefined;
      if (found) return found;
      day += 1;
    }
  }
  return undefined;
}

type Day = { readonly year: number; readonly month: number; readonly day: number };

function firstOn(cron: Cron, on: Day, after: Date, zone: string): Date | undefined {
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const at = fromLocal({ ...on, hour, minute, second: 0 }, zone);
      if (at && at > after) return at;
    }
  }
  return undefined;
}

function nextMonth(year: number, month: number): [number, number, number] {
  return month === 12 ? [year + 1, 1, 1] : [year, month + 1, 1];
}

/** Values of a list such as `0/15`, `MON-FRI`, `1,2,10-12`, sorted. */
function list(field: string, range: Range, text: string): readonly number[] {
  const values = field.split(',').flatMap((part) => {
    const [span = '', step, ...rest] = part.split('/');
    const [first = '', last, ...more] = span.split('-');
    if (rest.length > 0 || more.length > 0) refuse(text, `${part} is not a value`);
    const from = span === '*' ? range.min : number(first, range, text);
    const openEnd = span === '*' || (step !== undefined && last === undefined);
    const to = openEnd ? range.max : number(last ?? first, range, text);
    const by = step === undefined ? 1 : number(step, { min: 1, max: range.max }, text);
    if (to < from) refuse(text, `${part} ends before it begins`);
    return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);
  });
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function number(word: string, { min, max, names }: Range, text: string): number {
  const named = names?.indexOf(word.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + min : /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (value >= min && value <= max) return value;
  return refuse(text, `${JSON.stringify(word)} is not a value from ${min} to ${max}`);
}

/** `L` is the last day of the month, `nW` the working day nearest to the n-th within the month. */
function dateRule(field: string, text: string): DayRule {
  if (field === 'L') return (year, month, day) => day === daysIn(year, month);
  if (field === 'LW') return (year, month, day) => day === nearestWorkday(year, month, daysIn(year, month));
  const [, near] = /^(\d{1,2})W$/.exec(field) ?? [];
  if (near !== undefined) {
    const date = number(near, { min: 1, max: 31 }, text);
    return (year, month, day) => date <= daysIn(year, month) && day === nearestWorkday(year, month, date);
  }
  const dates = new Set(list(field, { min: 1, max: 31 }, text));
  return (_, __, day) => dates.has(day);
}

/** Sunday is 1. `L` is Saturday, `nL` the last such day of the month, `n#k` the k-th. */
function weekdayRule(field: string, text: string): DayRule {
  const range = { min: 1, max: 7, names: DAYS };
  const [, nth, k] = /^(\w{1,3})#([1-5])$/.exec(field) ?? [];
  if (nth !== undefined) {
    const which = number(nth, range, text);
    return (year, month, day) => weekdayOf(year, month, day) === which && Math.ceil(day / 7) === Number(k);
  }
  const [, last] = /^(\d|[A-Z]{3})L$/i.exec(field) ?? [];
  if (last !== undefined) {
    const which = number(last, range, text);
    return (year, month, day) => weekdayOf(year, month, day) === which && day + 7 > daysIn(year, month);
  }
  const days = new Set(field === 'L' ? [7] : list(field, range, text));
  return (year, month, day) => days.has(weekdayOf(year, month, day));
}

function nearestWorkday(year: number, month: number, date: number): number {
  const weekday = weekdayOf(year, month, date);
  if (weekday === 7) return date === 1 ? 3 : date - 1;
  if (weekday === 1) return date === daysIn(year, month) ? date - 2 : date + 1;
  return date;
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function refuse(text: string, why: string): never {
  throw new AwsError('ValidationException', `Invalid Schedule Expression cron(${text}): ${why}.`);
}
