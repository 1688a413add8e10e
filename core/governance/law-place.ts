export type LawPlace =
  | { readonly kind: 'policy' /** Absent for the law of the whole mesh. */; readonly domain?: string }
  | { readonly kind: 'waiver' };

/** What a file says to the law, by its path below the mesh; nothing where it is no file of governance. */
export function lawPlace(file: string): LawPlace | undefined {
  if (/^governance\/policies\/[^/]+\.yaml$/.test(file)) return { kind: 'policy' };
  if (/^governance\/waivers\/[^/]+\.yaml$/.test(file)) return { kind: 'waiver' };
  const domain = /^domains\/([^/]+)\/policies\/[^/]+\.yaml$/.exec(file)?.[1];
  return domain === undefined ? undefined : { kind: 'policy', domain };
}
