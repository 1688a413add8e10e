export type Token = {
  readonly kind: 'name' | 'quoted-name' | 'string' | 'number' | 'operator' | 'end';
  readonly text: string;
  /** Offset in the filter. */
  readonly at: number;
};

const PATTERN =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|"(?<quoted>(?:[^"]|"")+)"|'(?<string>(?:[^']|'')*)'|(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<operator><=|>=|<>|!=|[=<>(),.+-]))/y;

/** Splits a row filter, or says where it cannot be read. */
export function tokenize(filter: string): readonly Token[] | { readonly unreadableAt: number } {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  let end = 0;
  for (let match = PATTERN.exec(filter); match; match = PATTERN.exec(filter)) {
    tokens.push(tokenOf(match));
    end = PATTERN.lastIndex;
  }
  if (filter.slice(end).trim() !== '') return { unreadableAt: end + (filter.slice(end).search(/\S/) || 0) };
  return [...tokens, { kind: 'end', text: '', at: filter.length }];
}

function tokenOf(match: RegExpExecArray): Token {
  const { name, quoted, string, number, operator = '' } = match.groups ?? {};
  const at = match.index + (match[0].length - match[0].trimStart().length);
  if (name !== undefined) return { kind: 'name', text: name, at };
  if (quoted !== undefined) return { kind: 'quoted-name', text: quoted.replaceAll('""', '"'), at };
  if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'"), at };
  if (number !== undefined) return { kind: 'number', text: number, at };
  return { kind: 'operator', text: operator, at };
}
