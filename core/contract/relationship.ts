import { z } from 'zod';
import type { Annotations } from './annotations.ts';
import type { Edition, Vocabulary } from './edition.ts';

const SHORTHAND: Readonly<Record<Exclude<Edition, '3.0'>, RegExp>> = {
  '3.1': /^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$/,
  '3.2': /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)+$/,
};

const FULLY_QUALIFIED: typeof SHORTHAND = {
  '3.1':
    /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.yaml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+)*$/,
  '3.2':
    /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.ya?ml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[^\s.#/\\@!%&^]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[^\s.#/\\@!%&^]+)*$/,
};

/** Foreign keys: `from` stands only where an object declares them. */
export function relationships({ edition, since }: Vocabulary, annotations: Annotations) {
  const named = edition === '3.0' ? '3.1' : edition;
  const reference = z
    .string()
    .refine((text) => SHORTHAND[named].test(text) || FULLY_QUALIFIED[named].test(text), {
      message: 'must be `table.column`, or `schema/<id>/properties/<id>`',
    });
  const references = z.union([reference, z.array(reference).min(1)]);
  const common = {
    id: since('3.2', z.string().optional()),
    type: z.literal('foreignKey').optional(),
    customProperties: annotations.customProperties,
  };
  return {
    ofProperty: z.array(z.strictObject({ ...common, to: references })),
    ofObject: z.array(
      z
        .strictObject({ ...common, from: references, to: references })
        .refine(({ from, to }) => Array.isArray(from) === Array.isArray(to), {
          message: '`from` and `to` must both be one reference, or both be lists',
        }),
    ),
  };
}
