import { z } from 'zod';
import type { Vocabulary } from './edition.ts';

const STABLE_ID_3_1 = /^[A-Za-z0-9_-]+$/;
const STABLE_ID_3_2 = /^[^\s.#/\\@!%&^]+$/;

export const Tags = z.array(z.string());
export const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Keys that many parts of a contract share: ids, custom properties, links to definitions. */
export function annotations({ changedIn, edition, object, openSince }: Vocabulary) {
  // `s3-legacy:table` and the like became legal ids on the day of 3.2.0.
  const stableId = z.string().regex(edition === '3.2' ? STABLE_ID_3_2 : STABLE_ID_3_1);
  const id = openSince('3.1', stableId.optional());

  const customProperty = object({
    id,
    property: changedIn('3.1', z.string().optional(), z.string()),
    value: z.unknown(),
    description: openSince('3.1', z.string().optional()),
    vendor: openSince('3.2', z.string().optional()),
  }).refine((custom) => edition === '3.0' || 'value' in custom, { path: ['value'], message: 'is required' });

  const authoritativeDefinition = object({
    id,
    url: z.string(),
    type: z.string(),
    description: openSince('3.1', z.string().optional()),
  });

  return {
    stableId,
    id,
    customProperties: z.array(customProperty).optional(),
    authoritativeDefinitions: z.array(authoritativeDefinition).optional(),
    tags: Tags.optional(),
  };
}
export type Annotations = ReturnType<typeof annotations>;
