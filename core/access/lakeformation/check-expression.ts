import type { LfTagPair } from './grant.ts';

const BYTES_MAX = 900;
const VALUES_MAX = 50;
const LENGTH_MAX = 50;

/** What Lake Formation refuses of an LF-Tag expression, whatever tags there are. */
export function checkExpression(expression: readonly LfTagPair[]): readonly string[] {
  const texts = expression.flatMap(({ key, values }) => [key, ...values]);
  const written = expression.map(({ key, values }) => `${key}=${values.join(',')}`).join('&');
  const bytes = new TextEncoder().encode(written).length;
  const keys = new Set(expression.map(({ key }) => key));
  const crowded = expression.find(({ values }) => values.length === 0 || values.length > VALUES_MAX);
  const long = texts.find((text) => text.length > LENGTH_MAX);
  return [
    ...(bytes > BYTES_MAX ? [`the LF-Tag expression has ${bytes} bytes; ${BYTES_MAX} are allowed`] : []),
    ...(expression.length === 0 ? ['an LF-Tag expression names at least one tag'] : []),
    ...(keys.size < expression.length ? ['an LF-Tag expression names each key once'] : []),
    ...(crowded
      ? [`LF-Tag ${crowded.key} has ${crowded.values.length} values; give 1 to ${VALUES_MAX}`]
      : []),
    ...(long !== undefined ? [`"${long}" has ${long.length} characters; ${LENGTH_MAX} are allowed`] : []),
  ];
}
