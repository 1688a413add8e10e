/** A node of polyglot's syntax tree: plain JSON; an expression is an object with one key, its kind. */
export type Tree = { readonly [key: string]: unknown };

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind of an expression and what it holds; `undefined` for other objects of the tree. */
export function expression(value: unknown): readonly [kind: string, body: Tree] | undefined {
  if (!isTree(value)) return undefined;
  const [entry, ...more] = Object.entries(value);
  return entry !== undefined && more.length === 0 && isTree(entry[1]) ? [entry[0], entry[1]] : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of an identifier (`{ name }`). */
export function nameOf(value: unknown): string | undefined {
  return isTree(value) && typeof value['name'] === 'string' ? value['name'] : undefined;
}

export const identifier = (name: string): Tree => ({ name, quoted: true });

export const call = (name: string, ...args: readonly unknown[]): Tree => ({
  function: { name, args, distinct: false, trailing_comments: [] },
});

export const columnNamed = (name: string): Tree => ({
  column: { name: identifier(name), table: null, join_mark: false, trailing_comments: [] },
});

export const text = (value: string): Tree => ({ literal: { literal_type: 'string', value } });

export const number = (value: string): Tree => ({ literal: { literal_type: 'number', value } });

export const isNull = (value: unknown): Tree => ({
  is_null: { this: value, not: false, postfix_form: false },
});

/** The value of a string literal. */
export function literalText(value: unknown): string | undefined {
  const [kind, body] = expression(value) ?? [];
  if (kind !== 'literal' || body?.['literal_type'] !== 'string') return undefined;
  return String(body['value']);
}

/** A copy in which `replace` has had every object, children first. */
export function mapTree(value: unknown, replace: (node: Tree) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapTree(item, replace));
  if (!isTree(value)) return value;
  return replace(
    Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTree(child, replace)])),
  );
}
