type Tag = { readonly Key: string; readonly Value: string };

/** What has to be set and removed so that exactly the desired ones of both lists remain. */
export function tagChanges(
  previous: readonly Tag[] | undefined,
  desired: readonly Tag[] | undefined,
): { readonly set: Tag[]; readonly removed: string[] } {
  const wanted = new Set((desired ?? []).map(({ Key }) => Key));
  const before = new Map((previous ?? []).map(({ Key, Value }) => [Key, Value]));
  return {
    set: (desired ?? []).filter(({ Key, Value }) => before.get(Key) !== Value),
    removed: [...before.keys()].filter((key) => !wanted.has(key)),
  };
}

export function tagRecord(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]));
}
