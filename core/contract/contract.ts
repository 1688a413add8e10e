import { z } from 'zod';
import { annotations as annotationsOf, Tags } from './annotations.ts';
import { API_VERSIONS, EDITIONS, type Edition, vocabulary as vocabularyOf } from './edition.ts';
import { contractPrice, contractRole, contractSupport, contractTeam, slaProperty } from './people.ts';
import { context, schemaObject } from './schema-object.ts';
import { contractServer } from './server.ts';

function buildContractSchema(edition: Edition) {
  const vocabulary = vocabularyOf(edition);
  const annotations = annotationsOf(vocabulary);
  return z.strictObject({
    version: z.string(),
    apiVersion: z.enum(Object.keys(API_VERSIONS)),
    kind: z.literal('DataContract'),
    id: z.string(),
    name: z.string().optional(),
    tenant: z.string().optional(),
    tags: Tags.optional(),
    // 3.2 made it optional.
    status: vocabulary.changedIn('3.2', z.string(), z.string().optional()),
    servers: z.array(contractServer(vocabulary, annotations)).optional(),
    dataProduct: z.string().optional(),
    description: z
      .looseObject({
        usage: z.string().optional(),
        purpose: z.string().optional(),
        limitations: z.string().optional(),
        authoritativeDefinitions: annotations.authoritativeDefinitions,
        customProperties: annotations.customProperties,
      })
      .optional(),
    domain: z.string().optional(),
    context: vocabulary.since('3.2', context(annotations).optional()),
    schema: z.array(schemaObject(vocabulary, annotations)).optional(),
    support: z.array(contractSupport(vocabulary, annotations)).optional(),
    price: contractPrice(vocabulary, annotations).optional(),
    team: contractTeam(vocabulary, annotations).optional(),
    roles: z.array(contractRole(vocabulary, annotations)).optional(),
    slaDefaultElement: z.string().optional(),
    slaProperties: z.array(slaProperty(vocabulary, annotations)).optional(),
    authoritativeDefinitions: annotations.authoritativeDefinitions,
    customProperties: annotations.customProperties,
    contractCreatedTs: z.string().optional(),
  });
}

type ContractSchema = ReturnType<typeof buildContractSchema>;

/** A data contract of the Open Data Contract Standard, in any edition from 3.0.0 to 3.2.0. */
export type Contract = z.infer<ContractSchema>;
export type ContractTable = NonNullable<Contract['schema']>[number];
export type ContractProperty = NonNullable<ContractTable['properties']>[number];
export type QualityRule = NonNullable<ContractTable['quality']>[number];
export type SlaProperty = NonNullable<Contract['slaProperties']>[number];
export type CustomProperty = NonNullable<Contract['customProperties']>[number];

const schemas = new Map<Edition, ContractSchema>();

/** The rules of one edition of the standard; built when first needed, because building takes milliseconds. */
export function contractSchema(edition: Edition): ContractSchema {
  const known = schemas.get(edition);
  if (known !== undefined) return known;
  const built = buildContractSchema(edition);
  schemas.set(edition, built);
  return built;
}

export type ParsedContract =
  | { readonly contract: Contract; readonly edition: Edition }
  | { readonly edition: Edition; readonly issues: readonly z.core.$ZodIssue[] };

/**
 * Accepts a document that its declared edition accepts, or a later one: the later schemas allow the
 * older names in `apiVersion`, and official examples rely on it. Issues are those of the declared edition.
 */
export function parseContract(document: unknown): ParsedContract {
  const declared = declaredEdition(document);
  const [first, ...later] = EDITIONS.slice(EDITIONS.indexOf(declared));
  const verdict = contractSchema(first ?? declared).safeParse(document);
  if (verdict.success) return { contract: verdict.data, edition: declared };
  for (const edition of later) {
    const retried = contractSchema(edition).safeParse(document);
    if (retried.success) return { contract: retried.data, edition };
  }
  return { edition: declared, issues: verdict.error.issues };
}

/** An unknown `apiVersion` is read as 3.1, whose issues then say which versions there are. */
function declaredEdition(document: unknown): Edition {
  if (typeof document !== 'object' || document === null || !('apiVersion' in document)) return '3.1';
  return API_VERSIONS[String(document.apiVersion)] ?? '3.1';
}

/** Value of a custom property, wherever the standard allows such properties. */
export function customProperty(
  owner: { readonly customProperties?: readonly CustomProperty[] | undefined },
  name: string,
): unknown {
  return owner.customProperties?.find((custom) => custom.property === name)?.value;
}
