/** A value at a path, under the name by which a person finds it. */
export type Selected = { readonly label: string; readonly value: unknown };

/**
 * All values at a path such as `tables[].columns[].description`, labelled by the names of the elements passed.
 * Throws on a key that the subject does not have: a misspelt path must not pass.
 */
export function selectPath(path: string, subject: unknown): Selected[] {
  let found: { readonly names: readonly string[]; readonly value: unknown }[] = [
    { names: [], value: subject },
  ];
  for (const segment of path.split('.')) {
    const key = segment.replace('[]', '');
    found = found.flatMap(({ names, value }) => {
      const inner = valueOf(value, key, path);
      if (!segment.endsWith('[]')) return [{ names, value: inner }];
      if (!Array.isArray(inner)) throw new PathError(`"${key}" in "${path}" is no list`);
      return inner.map((element: unknown, index) => ({
        names: [...names, nameOf(element) ?? String(index + 1)],
        value: element,
      }));
    });
  }
  return found.map(({ names, value }) => ({ label: names.length === 0 ? path : names.join('.'), value }));
}

/** A policy that asks for what is not there. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

function valueOf(value: unknown, key: string, path: string): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) {
    // `hasOwn` has just said that the key is there.
    return (value as Record<string, unknown>)[key];
  }
  throw new PathError(`there is no "${key}" in "${path}"`);
}

function nameOf(element: unknown): string | undefined {
  if (typeof element === 'string') return element;
  if (typeof element !== 'object' || element === null || !('name' in element)) return undefined;
  return typeof element.name === 'string' ? element.name : undefined;
}
