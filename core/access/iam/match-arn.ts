import { type Match, matchTemplate, parseArnTemplate, type Template, type Variables } from './template.ts';

const PARTS = 6;

/** `everything` is `*`; other patterns are compared part by part. */
export type ArnPattern = 'everything' | readonly Template[];

/** Reads a pattern of ARNs; undefined where it is none. */
export function arnPattern(
  text: string,
  { variables }: { readonly variables: boolean },
): ArnPattern | undefined {
  if (/^\*+$/.test(text)) return 'everything';
  return parseArnTemplate(text, { variables, wildcards: true });
}

/** Compares an ARN, given as what stands between its colons, with a pattern. */
export function matchArn(pattern: ArnPattern, pieces: readonly string[], variables: Variables): Match {
  if (pattern === 'everything') return true;
  if (pieces.length < PARTS) return false;
  let all: Match = true;
  for (const [index, template] of pattern.entries()) {
    const part = index === PARTS - 1 ? pieces.slice(index).join(':') : (pieces[index] ?? '');
    const matched = matchTemplate(template, part, variables);
    if (matched === false) return false;
    if (matched === 'unresolved' || all === true) all = matched;
  }
  return all;
}
