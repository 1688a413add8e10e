/**
 * `*` stands for any text; `\*` and `\\` for themselves. Greedy with one place to come back to, so that the time
 * is bounded by pattern × text, whatever the pattern.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const tokens = tokenize(pattern);
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (tokens[token] === '*') {
      star = token;
      resume = at;
      token += 1;
    } else if (token < tokens.length && literal(tokens[token]) === text[at]) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      token = star + 1;
    } else return false;
  }
  return tokens.slice(token).every((each) => each === '*');
}

function tokenize(pattern: string): readonly string[] {
  return pattern.match(/\\[*\\]|[\s\S]/g) ?? [];
}

function literal(token: string | undefined): string | undefined {
  return token?.length === 2 ? token[1] : token;
}
