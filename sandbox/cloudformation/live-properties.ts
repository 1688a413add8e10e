/** Members of an answer that a template calls by the same names; what is not there is `undefined`, and so compared. */
export function picked<T extends object, Name extends keyof T & string>(
  source: T,
  ...names: readonly Name[]
): { readonly [Key in Name]: T[Key] } {
  // The names are keys of the source.
  return Object.fromEntries(names.map((name) => [name, source[name]])) as { readonly [Key in Name]: T[Key] };
}

/** A JSON document as services answer it: as text, and by IAM encoded for an address. */
export function documentIn(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  return JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
}

export function tagsIn(
  tags: Readonly<Record<string, string>> | undefined,
): readonly { readonly Key: string; readonly Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** A key by the name that the template uses: by its id, or by its ARN. */
export function keyAs(wanted: string | undefined, actual: string | undefined): string | undefined {
  return wanted !== undefined && actual?.endsWith(`/${wanted}`) === true ? wanted : actual;
}
