import { z } from 'zod';
import { type Annotations, Scalar, Tags } from './annotations.ts';
import type { Vocabulary } from './edition.ts';
import {
  type LogicalType,
  type LogicalTypeOptions,
  logicalTypes,
  optionsOf,
} from './logical-type-options.ts';
import { qualityRules } from './quality.ts';
import { relationships } from './relationship.ts';

/** A table, file or topic of a contract, with its columns, in the edition's own rules. */
export function schemaObject(vocabulary: Vocabulary, annotations: Annotations) {
  const { since } = vocabulary;
  const element = schemaElement(vocabulary, annotations);
  return z.strictObject({
    ...element,
    name: z.string(),
    logicalType: z.literal('object').optional(),
    physicalName: z.string().optional(),
    dataGranularityDescription: z.string().optional(),
    properties: z.array(schemaProperty(vocabulary, annotations)).optional(),
    relationships: since('3.1', relationships(vocabulary, annotations).ofObject.optional()),
    quality: qualityRules(vocabulary, annotations).optional(),
    context: since('3.2', context(annotations).optional()),
  });
}

function schemaElement({ since }: Vocabulary, annotations: Annotations) {
  const synonym = z.strictObject({
    id: annotations.id,
    synonym: z.string(),
    description: z.string().optional(),
    locale: z.string().optional(),
    source: z.string().optional(),
    status: z.string().optional(),
    customProperties: annotations.customProperties,
  });
  return {
    id: since('3.1', annotations.stableId.optional()),
    physicalType: z.string().optional(),
    description: z.string().optional(),
    businessName: z.string().optional(),
    deprecated: since('3.2', z.boolean().optional()),
    synonyms: since('3.2', z.array(synonym).optional()),
    authoritativeDefinitions: annotations.authoritativeDefinitions,
    tags: Tags.optional(),
    customProperties: annotations.customProperties,
  };
}

export function context(annotations: Annotations) {
  const common = {
    id: z.string().optional(),
    authoritativeDefinitions: annotations.authoritativeDefinitions,
    tags: Tags.optional(),
    customProperties: annotations.customProperties,
  };
  return z.union([
    z.string(),
    z.strictObject({
      instructions: z.string().optional(),
      verifiedStatements: z
        .array(z.strictObject({ ...common, question: z.string(), answer: z.string().optional() }))
        .optional(),
      constraints: z.array(z.strictObject({ ...common, constraint: z.string() })).optional(),
    }),
  ]);
}

function baseProperty(vocabulary: Vocabulary, annotations: Annotations) {
  const { edition, since } = vocabulary;
  const enumValue = z.strictObject({
    id: annotations.id,
    value: Scalar,
    label: z.string().optional(),
    description: z.string().optional(),
    customProperties: annotations.customProperties,
    authoritativeDefinitions: annotations.authoritativeDefinitions,
    tags: Tags.optional(),
  });
  return z.strictObject({
    ...schemaElement(vocabulary, annotations),
    name: z.string().optional(),
    primaryKey: z.boolean().optional(),
    primaryKeyPosition: z.int().optional(),
    // The types of an edition are a part of all types.
    logicalType: z.enum(logicalTypes(edition) as LogicalType[]).optional(),
    // Held to the options of its type below, which is what the static type says.
    logicalTypeOptions: (
      z.record(z.string(), z.unknown()) as unknown as z.ZodType<LogicalTypeOptions>
    ).optional(),
    physicalName: z.string().optional(),
    required: z.boolean().optional(),
    unique: z.boolean().optional(),
    semanticType: since('3.2', z.enum(['column', 'measure', 'dimension']).optional()),
    partitioned: z.boolean().optional(),
    partitionKeyPosition: z.int().optional(),
    classification: z.string().optional(),
    encryptedName: z.string().optional(),
    transformSourceObjects: z.array(z.string()).optional(),
    transformLogic: z.string().optional(),
    transformDescription: z.string().optional(),
    examples: z.array(z.unknown()).optional(),
    enum: since(
      '3.2',
      z
        .array(enumValue)
        .min(1)
        .refine((values) => new Set(values.map((value) => JSON.stringify(value))).size === values.length, {
          message: 'has an entry twice',
        })
        .optional(),
    ),
    criticalDataElement: z.boolean().optional(),
    relationships: since('3.1', relationships(vocabulary, annotations).ofProperty.optional()),
    quality: qualityRules(vocabulary, annotations).optional(),
  });
}

type BaseProperty = z.infer<ReturnType<typeof baseProperty>>;

/** What stands in a list's `items` and in a map's `key` and `value`: a property that may lack a name. */
export type ItemProperty = BaseProperty & {
  properties?: SchemaProperty[] | undefined;
  items?: ItemProperty | undefined;
  map?: { key: ItemProperty; value: ItemProperty } | undefined;
};

export type SchemaProperty = ItemProperty & { name: string };

function schemaProperty(vocabulary: Vocabulary, annotations: Annotations): z.ZodType<SchemaProperty> {
  const { edition, since } = vocabulary;
  const base = baseProperty(vocabulary, annotations);
  const known = new Map<LogicalType | undefined, z.ZodType | undefined>();
  const optionsFor = (type: LogicalType | undefined): z.ZodType | undefined => {
    if (!known.has(type)) known.set(type, optionsOf(edition, type));
    return known.get(type);
  };
  const nested = {
    properties: z.lazy(() => z.array(property)).optional(),
    items: z.lazy(() => item).optional(),
    map: since('3.2', z.strictObject({ key: z.lazy(() => item), value: z.lazy(() => item) }).optional()),
  };
  const check = (value: ItemProperty, context: z.RefinementCtx): void => {
    checkNesting(value, context);
    if (value.logicalTypeOptions !== undefined) checkOptions(optionsFor(value.logicalType), value, context);
  };
  const item: z.ZodType<ItemProperty> = base.extend(nested).superRefine(check);
  const property: z.ZodType<SchemaProperty> = base
    .extend({ ...nested, name: z.string() })
    .superRefine((value, context) => {
      check(value, context);
      // Items may have properties whatever their type; the standard says so of them alone.
      if (value.properties !== undefined && !['object', undefined].includes(value.logicalType)) {
        misplaced('properties', 'object', value, context);
      }
    });
  return property;
}

function checkNesting(value: ItemProperty, context: z.RefinementCtx): void {
  if (value.items !== undefined && !['array', undefined].includes(value.logicalType)) {
    misplaced('items', 'array', value, context);
  }
  if (value.map !== undefined && value.logicalType !== 'map') misplaced('map', 'map', value, context);
  if (value.map === undefined && value.logicalType === 'map') {
    context.addIssue({ code: 'custom', message: 'a property of type map needs `map`' });
  }
}

function misplaced(key: string, type: LogicalType, value: ItemProperty, context: z.RefinementCtx): void {
  const message = `needs logicalType ${type}, and this is ${value.logicalType ?? 'not said'}`;
  context.addIssue({ code: 'custom', path: [key], message });
}

function checkOptions(schema: z.ZodType | undefined, value: ItemProperty, context: z.RefinementCtx): void {
  if (schema === undefined) return;
  const parsed = schema.safeParse(value.logicalTypeOptions);
  if (parsed.success) return;
  for (const issue of parsed.error.issues) {
    // An issue of zod's own making, moved below the key that it was found in.
    context.addIssue({ ...issue, path: ['logicalTypeOptions', ...issue.path] } as Parameters<
      typeof context.addIssue
    >[0]);
  }
}
