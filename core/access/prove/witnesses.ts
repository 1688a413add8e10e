import { ANY, ONE } from '../iam/template.ts';

/** Strings that begin with `text`; only `text` itself where nothing may follow. */
export type Area = { readonly text: string; readonly isOpen: boolean };

const STATES_MAX = 5_000;
/** In no name and in no pattern: stands for every character that no pattern mentions. */
const OTHER = '~';

const KNOWN_MAX = 10_000;
const known = new Map<string, readonly string[] | undefined>();

/**
 * One string of an area for every way in which its strings can match the patterns: what depends on a string only
 * through them is decided for all strings when it is decided for these. Undefined where there are too many ways.
 */
export function witnesses(
  area: Area,
  patterns: readonly (readonly number[])[],
): readonly string[] | undefined {
  if (!area.isOpen) return [area.text];
  const key = `${area.text}|${patterns.join('|')}`;
  if (known.has(key)) return known.get(key);
  const found = findWitnesses(area, patterns);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(key, found);
  return found;
}

function findWitnesses(area: Area, patterns: readonly (readonly number[])[]): readonly string[] | undefined {
  const begun = patterns.map((codes) => advance(codes, area.text));
  const live = patterns.flatMap((codes, index) => {
    const at = begun[index];
    return at && at.length > 0 ? [{ codes, at }] : [];
  });
  return explore(area.text, live);
}

type Live = { readonly codes: readonly number[]; readonly at: readonly number[] };
type State = readonly (readonly number[])[];

function explore(prefix: string, live: readonly Live[]): readonly string[] | undefined {
  const patterns = live.map(({ codes }) => codes);
  const seen = new Set<string>();
  const found = new Map<string, string>();
  const queue: { readonly text: string; readonly state: State }[] = [
    { text: prefix, state: live.map(({ at }) => at) },
  ];
  for (let next = 0; next < queue.length; next += 1) {
    const item = queue[next];
    if (item === undefined) break;
    const { text, state } = item;
    const vector = state.map((at, index) => accepts(patterns[index] ?? [], at)).join();
    if (!found.has(vector)) found.set(vector, text);
    if (seen.size > STATES_MAX) return undefined;
    for (const character of nextCharacters(patterns, state)) {
      const after = state.map((at, index) => step(patterns[index] ?? [], at, character));
      const key = after.join('|');
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ text: text + character, state: after });
    }
  }
  return [...found.values()];
}

/** Characters that some pattern waits for; all others lead to the same state as one of them. */
function nextCharacters(patterns: readonly (readonly number[])[], state: State): Iterable<string> {
  const characters = new Set<string>([OTHER]);
  for (const [index, at] of state.entries()) {
    for (const position of at) {
      const code = patterns[index]?.[position];
      if (code !== undefined && code >= 0) characters.add(String.fromCharCode(code));
    }
  }
  return characters;
}

/** Positions in a pattern after a text, as a non-deterministic automaton has them; none where it cannot match. */
function advance(codes: readonly number[], text: string): readonly number[] {
  let at: readonly number[] = closed(codes, [0]);
  for (const character of text) {
    at = step(codes, at, character);
    if (at.length === 0) return at;
  }
  return at;
}

function step(codes: readonly number[], at: readonly number[], character: string): readonly number[] {
  const code = character.charCodeAt(0);
  const next: number[] = [];
  for (const position of at) {
    if (codes[position] === ANY) next.push(position);
    else if (codes[position] === ONE || codes[position] === code) next.push(position + 1);
  }
  return closed(codes, next);
}

/** A wildcard for any text may stand for none. */
function closed(codes: readonly number[], at: readonly number[]): readonly number[] {
  if (!at.some((position) => codes[position] === ANY)) return at;
  const all = new Set<number>();
  for (let position of at) {
    all.add(position);
    while (codes[position] === ANY) all.add(++position);
  }
  return [...all].sort((a, b) => a - b);
}

const accepts = (codes: readonly number[], at: readonly number[]): boolean => at.includes(codes.length);
