import { distance } from 'fastest-levenshtein';

/** Candidates that are listed when none of them is near. */
const LISTED_MAX = 12;

/** The candidate that a person most likely meant: at most a third of the word differs. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const away = candidate === word ? 0 : distance(lower, candidate.toLowerCase());
    if (away >= bestDistance) continue;
    best = candidate;
    bestDistance = away;
  }
  return best;
}

/** What to write instead of a name that does not exist: `did you mean "orders"?`, or the names there are. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const names = [...new Set(candidates)];
  const found = nearest(word, names);
  if (found !== undefined) return `did you mean "${found}"?`;
  if (names.length === 0) return undefined;
  const listed = names.slice(0, LISTED_MAX).join(', ');
  return names.length > LISTED_MAX
    ? `there are ${listed} and ${names.length - LISTED_MAX} more`
    : `there is ${listed}`;
}
