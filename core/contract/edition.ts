import { z } from 'zod';

/** Editions of the Open Data Contract Standard whose rules differ; 3.0.x documents share one. */
export const EDITIONS = ['3.0', '3.1', '3.2'] as const;
export type Edition = (typeof EDITIONS)[number];

/** What `apiVersion` may say, and the edition that it stands for. */
export const API_VERSIONS: Readonly<Record<string, Edition>> = {
  'v3.0.0': '3.0',
  'v3.0.1': '3.0',
  'v3.0.2': '3.0',
  'v3.1.0': '3.1',
  'v3.2.0': '3.2',
};

/** The pieces of schema that depend on the edition. */
export type Vocabulary = {
  readonly edition: Edition;
  /** Objects that 3.0 left open and that 3.1 closed. */
  readonly object: typeof z.strictObject;
  /** A value that had another schema before an edition. */
  readonly changedIn: <S extends z.ZodType>(edition: Edition, before: z.ZodType, schema: S) => S;
  /** A key that a later edition brought: unknown in an earlier one. */
  readonly since: <S extends z.ZodType>(edition: Edition, schema: S) => S;
  /** As `since`, for the objects that 3.0 left open, where an unknown key is accepted. */
  readonly openSince: <S extends z.ZodType>(edition: Edition, schema: S) => S;
};

export function vocabulary(edition: Edition): Vocabulary {
  const isKnown = (since: Edition): boolean => EDITIONS.indexOf(edition) >= EDITIONS.indexOf(since);
  // The static type is that of the newest edition, which stands for the older ones, too.
  const changedIn: Vocabulary['changedIn'] = (since, before, schema) =>
    isKnown(since) ? schema : (before as unknown as typeof schema);
  const unknownKey = z.never().optional();
  return {
    edition,
    // Both build the same properties; a loose object only keeps the keys that it does not know.
    object: edition === '3.0' ? (z.looseObject as unknown as typeof z.strictObject) : z.strictObject,
    changedIn,
    since: (since, schema) => changedIn(since, unknownKey, schema),
    openSince: (since, schema) =>
      changedIn(since, edition === '3.0' ? z.unknown().optional() : unknownKey, schema),
  };
}
