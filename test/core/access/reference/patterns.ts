import type { Answer, Question } from './question.ts';

/** One place of a pattern. `any` is `*`, `one` is `?`, `hole` is a variable that might have any value. */
export type Place =
  | { readonly is: 'any' | 'one' | 'hole' | 'unresolved' }
  | { readonly is: 'letter'; readonly letter: string; readonly isText: boolean };

/** Reads a policy's string letter by letter. Checklist 13: `${k}`, `${k,'default'}`, `${*}`, `${?}`, `${$}`. */
export function placesOf(
  text: string,
  how: { readonly question: Question; readonly variables: boolean; readonly wildcards: boolean },
): readonly Place[] {
  const places: Place[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('}');
    if (how.variables && rest.startsWith('${') && end > 2) {
      places.push(...variable(rest.slice(2, end), how.question));
      rest = rest.slice(end + 1);
      continue;
    }
    const [letter = ''] = rest;
    rest = rest.slice(1);
    if (how.wildcards && letter === '*') places.push({ is: 'any' });
    else if (how.wildcards && letter === '?') places.push({ is: 'one' });
    else places.push({ is: 'letter', letter, isText: true });
  }
  return places;
}

function variable(inside: string, question: Question): readonly Place[] {
  if (inside === '*' || inside === '?' || inside === '$') return letters(inside);
  const comma = inside.indexOf(',');
  const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const values = valuesOf(question, name);
  if (values === 'unknown') return [{ is: 'hole' }];
  if (values?.length === 1) return letters(values[0] ?? '');
  if (comma < 0) return [{ is: 'unresolved' }];
  const quoted = inside.slice(comma + 1).trim();
  return letters(quoted.slice(1, -1));
}

const letters = (text: string): readonly Place[] =>
  [...text].map((letter) => ({ is: 'letter', letter, isText: false }));

/** Checklist 9: names of keys ignore case. */
export function valuesOf(question: Question, key: string): readonly string[] | 'unknown' | undefined {
  const wanted = key.toLowerCase();
  const entry = Object.entries(question.context).find(([name]) => name.toLowerCase() === wanted);
  if (!entry) return question.mayHave.includes(wanted) ? 'unknown' : undefined;
  return typeof entry[1] === 'string' ? [entry[1]] : entry[1];
}

export type Fit = Answer | 'unresolved';

/** All positions of the value that the pattern can have reached, place by place. */
export function fits(places: readonly Place[], value: string): Fit {
  if (places.some(({ is }) => is === 'unresolved')) return 'unresolved';
  let reached = new Set([0]);
  for (const place of places) {
    const next = new Set<number>();
    for (const at of reached) {
      if (place.is === 'any' || place.is === 'hole') {
        for (let to = at; to <= value.length; to += 1) next.add(to);
      } else if (at < value.length && (place.is === 'one' || isLetter(place, value.charAt(at))))
        next.add(at + 1);
    }
    reached = next;
  }
  if (!reached.has(value.length)) return 'no';
  return places.some(({ is }) => is === 'hole') ? 'maybe' : 'yes';
}

const isLetter = (place: Place, letter: string): boolean => place.is === 'letter' && place.letter === letter;

/** Checklist 3 and 10: six parts between colons, each for itself. Undefined where the pattern has fewer. */
export function arnParts(places: readonly Place[]): readonly (readonly Place[])[] | undefined {
  const parts: Place[][] = [[]];
  for (const place of places) {
    const isColon = place.is === 'letter' && place.isText && place.letter === ':';
    if (isColon && parts.length < 6) parts.push([]);
    else parts[parts.length - 1]?.push(place);
  }
  return parts.length === 6 ? parts : undefined;
}

export function arnFits(parts: readonly (readonly Place[])[], arn: string): Fit {
  const own = arn.split(':');
  if (own.length < 6) return 'no';
  const pieces = [...own.slice(0, 5), own.slice(5).join(':')];
  const found = parts.map((part, at) => fits(part, pieces[at] ?? ''));
  if (found.includes('no')) return 'no';
  if (found.includes('unresolved')) return 'unresolved';
  return found.includes('maybe') ? 'maybe' : 'yes';
}
