import fc from 'fast-check';
import { hostileStatements } from './grammar.ts';
import { type HostileStatement, type Observation, observe, telling } from './observe.ts';
import type { TwinLakes } from './twin-lakes.ts';

export type FuzzReport = {
  readonly asked: number;
  /** How many of them were answered with rows: a fuzzer whose statements all fail finds nothing. */
  readonly succeeded: number;
  /** Shrunk to what still tells. */
  readonly findings: readonly Observation[];
};

const BATCH = 50;
const SHRINKING_STEPS_MAX = 60;

/** Asks made-up statements of both lakes; the same seed asks the same ones. */
export async function fuzz(
  twins: TwinLakes,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<FuzzReport> {
  const findings: Observation[] = [];
  let succeeded = 0;
  for (let asked = 0; asked < count; asked += BATCH) {
    const numRuns = Math.min(BATCH, count - asked);
    const statements = fc.sample(hostileStatements, { seed: seed + asked, numRuns });
    const observed = await observe(twins, statements);
    succeeded += observed.filter(({ calm }) => calm.includes('"SUCCEEDED"')).length;
    for (const found of await telling(twins, observed)) findings.push(await shrunk(twins, found));
  }
  return { asked: count, succeeded, findings };
}

/** Takes parts away as long as the rest still tells the lakes apart. */
async function shrunk(twins: TwinLakes, found: Observation): Promise<Observation> {
  let smallest = found;
  for (let step = 0; step < SHRINKING_STEPS_MAX; step += 1) {
    const { reader } = found;
    const smaller = smallerTexts(smallest.sql).map((sql): HostileStatement => ({ reader, sql }));
    const [next] = await telling(twins, await observe(twins, smaller));
    if (next === undefined) return smallest;
    smallest = next;
  }
  return smallest;
}

/** The statement without one of its parentheses, conditions or clauses; most of these mean nothing, which is cheap. */
export function smallerTexts(sql: string): readonly string[] {
  const texts = new Set<string>();
  for (const [start, end] of parentheses(sql)) {
    const [before, inner, after] = [sql.slice(0, start), sql.slice(start + 1, end), sql.slice(end + 1)];
    texts.add(`${before}(1)${after}`);
    texts.add(`${before}${inner}${after}`);
  }
  for (const part of sql.matchAll(
    / (?:WHERE|HAVING|AND|OR|ORDER BY|LIMIT|GROUP BY) (?:(?! (?:WHERE|HAVING|AND|OR|ORDER BY|LIMIT|GROUP BY) ).)*/g,
  )) {
    texts.add(sql.slice(0, part.index) + sql.slice(part.index + part[0].length));
  }
  return [...texts].filter((text) => text.length < sql.length).toSorted((a, b) => a.length - b.length);
}

function parentheses(sql: string): readonly (readonly [start: number, end: number])[] {
  const open: number[] = [];
  const pairs: (readonly [number, number])[] = [];
  for (let at = 0; at < sql.length; at += 1) {
    if (sql[at] === '(') open.push(at);
    const start = sql[at] === ')' ? open.pop() : undefined;
    if (start !== undefined) pairs.push([start, at]);
  }
  return pairs;
}
