/** Tags with others added; one of the same key is replaced. Services name the members of a tag differently. */
export function withTags<Tag>(
  tags: readonly Tag[],
  added: readonly Tag[] | undefined,
  keyOf: (tag: Tag) => string | undefined,
): Tag[] {
  const keys = new Set(added?.map(keyOf));
  return [...tags.filter((tag) => !keys.has(keyOf(tag))), ...(added ?? [])];
}

/** Tags save for those with the given keys. */
export function withoutTags<Tag>(
  tags: readonly Tag[],
  keys: readonly string[] | undefined,
  keyOf: (tag: Tag) => string | undefined,
): Tag[] {
  return tags.filter((tag) => !keys?.includes(keyOf(tag) ?? ''));
}
