const WORDS = [
  'id',
  'name',
  'description',
  'unknown',
  'logicalType',
  'items',
  'mustBe',
  'metric',
  'type',
  'to',
  'tags',
  'enum',
];
const VALUES = ['text', 'library', 'date', 'array', 5, true, null, [], {}, ['x'], { name: 'x' }, -1.5];

/** Deletes, renames, adds or replaces one value, somewhere in the document. */
export function withFault(document: unknown, next: (bound: number) => number): unknown {
  let parent = document as Record<string, unknown>;
  const depth = 1 + next(9);
  for (let level = 0; level < depth; level++) {
    const children = Object.values(parent).filter((value) => typeof value === 'object' && value !== null);
    if (children.length === 0) break;
    parent = children[next(children.length)] as Record<string, unknown>;
  }
  const keys = Object.keys(parent);
  const key = keys[next(Math.max(1, keys.length))];
  const kind = next(4);
  if (Array.isArray(parent)) {
    if (kind === 0) parent.pop();
    else parent.push(VALUES[next(VALUES.length)]);
  } else if (kind === 0 && key !== undefined) delete parent[key];
  else if (kind === 1 && key !== undefined) parent[key] = VALUES[next(VALUES.length)];
  else if (kind === 2 && key !== undefined) {
    parent[WORDS[next(WORDS.length)] ?? 'x'] = parent[key];
    delete parent[key];
  } else parent[WORDS[next(WORDS.length)] ?? 'x'] = VALUES[next(VALUES.length)];
  return document;
}
