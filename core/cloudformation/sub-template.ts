/** One piece of an `Fn::Sub` text. */
export type SubPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly name: string };

/** Splits an `Fn::Sub` text: `${Name}` is a reference, `${!Name}` is the literal `${Name}`. */
export function parseSub(text: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{(!?)([^}]*)\}/g)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const [whole, bang, name = ''] = match;
    parts.push(
      bang === '!' ? { kind: 'text', text: `\${${name}}` } : { kind: 'reference', name: name.trim() },
    );
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
