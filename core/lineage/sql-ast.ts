/** A part of the syntax tree that `@polyglot-sql/sdk` gives as plain JSON. */
export type Json = { readonly [key: string]: unknown };

/** An expression: an object whose only key says what it is, for example `{ column: … }`. */
export type SqlNode = { readonly tag: string; readonly body: Json };

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const EMPTY: Json = {};

export function asNode(value: unknown): SqlNode | undefined {
  if (!isJson(value)) return undefined;
  const [tag, ...others] = Object.keys(value);
  if (tag === undefined || others.length > 0) return undefined;
  const body = value[tag];
  if (body === null) return { tag, body: EMPTY };
  return isJson(body) ? { tag, body } : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Offsets in characters (code points) of the SQL text; `end` is exclusive. */
export type Extent = { readonly start: number; readonly end: number };

export type Identifier = { readonly name: string; readonly extent: Extent };

export function identifierOf(value: unknown): Identifier | undefined {
  if (!isJson(value)) return undefined;
  const { name, span } = { name: value['name'], span: value['span'] };
  if (typeof name !== 'string') return undefined;
  return { name: name.toLowerCase(), extent: extentOf(span) ?? { start: 0, end: 0 } };
}

function extentOf(span: unknown): Extent | undefined {
  if (!isJson(span)) return undefined;
  const { start, end } = { start: span['start'], end: span['end'] };
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : undefined;
}

/** Where the parts of an expression that know their place begin and end. */
export function extentWithin(value: unknown): Extent | undefined {
  let found: Extent | undefined;
  visit(value, (part) => {
    const extent = extentOf(part['span']);
    if (extent === undefined) return;
    found = {
      start: Math.min(found?.start ?? extent.start, extent.start),
      end: Math.max(found?.end ?? extent.end, extent.end),
    };
  });
  return found;
}

/** Calls `seen` for each object of a tree; the parser bounds the depth. */
export function visit(value: unknown, seen: (part: Json) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, seen);
  } else if (isJson(value)) {
    seen(value);
    for (const child of Object.values(value)) visit(child, seen);
  }
}

export const SET_OPERATIONS: readonly string[] = ['union', 'intersect', 'except'];

export function isQuery({ tag }: SqlNode): boolean {
  return tag === 'select' || tag === 'values' || SET_OPERATIONS.includes(tag);
}
