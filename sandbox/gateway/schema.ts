import { NormalizedSchema } from '@smithy/core/schema';
import { invariant } from '../../core/errors/invariant.ts';

/*
 * The only module that knows how SDK clients lay out their schemas. The layout is no documented contract: SDK versions
 * are pinned together, and `test/sandbox/gateway/round-trip.test.ts` runs every operation of every service through it.
 *
 *   operation [9, namespace, name, traits, () => input, () => output]
 *   structure [3, namespace, name, traits, memberNames, memberSchemas, requiredCount]; errors -3, unions 4
 *   member    [schema, traits]
 */
const OPERATION = 9;
const STRUCTURE = 3;
const ERROR = -3;

type StructureTuple = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  memberNames: readonly string[],
  memberSchemas: readonly unknown[],
  requiredCount?: number,
];

export type HttpTrait = { readonly method: string; readonly uri: string; readonly status: number };

export type OperationSchema = {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Present where the service is a REST one. */
  readonly http?: HttpTrait;
  readonly hasEventStream: boolean;
};

export type ErrorSchema = {
  readonly name: string;
  readonly shape: NormalizedSchema;
  /** The code on the wire of the query protocol, where it differs from the shape's name. */
  readonly queryCode?: string;
  readonly status?: number;
};

export type ServiceSchema = {
  readonly operations: ReadonlyMap<string, OperationSchema>;
  readonly errors: ReadonlyMap<string, ErrorSchema>;
};

/** Reads the schemas which a client package exports. */
export function readServiceSchema(clientModule: unknown): ServiceSchema {
  const operations = new Map<string, OperationSchema>();
  const errors = new Map<string, ErrorSchema>();
  // A module namespace is an object of named exports.
  for (const exported of Object.values(clientModule as Record<string, unknown>)) {
    if (!Array.isArray(exported)) continue;
    if (exported[0] === OPERATION) add(operations, readOperation(exported));
    if (exported[0] === ERROR) add(errors, readError(exported));
  }
  invariant(operations.size > 0, 'an SDK client exports the schemas of its operations');
  return { operations, errors };
}

function add<T extends { readonly name: string }>(map: Map<string, T>, value: T): void {
  map.set(value.name, value);
}

function readOperation(tuple: readonly unknown[]): OperationSchema {
  const [, , name, traits, input, output] = tuple;
  const http = field(traits, 'http');
  const [inputSchema, outputSchema] = [schemaOf(input), schemaOf(output)];
  return {
    name: String(name),
    input: inputSchema,
    output: outputSchema,
    hasEventStream: Boolean(inputSchema.getEventStreamMember() || outputSchema.getEventStreamMember()),
    ...(Array.isArray(http) && {
      http: { method: String(http[0]), uri: String(http[1]), status: Number(http[2]) },
    }),
  };
}

function readError(tuple: readonly unknown[]): ErrorSchema {
  const [, , name, traits] = tuple;
  const query = field(traits, 'awsQueryError');
  const status = Array.isArray(query) ? query[1] : field(traits, 'httpError');
  return {
    name: String(name),
    shape: schemaOf(tuple),
    ...(Array.isArray(query) && { queryCode: String(query[0]) }),
    ...(typeof status === 'number' && { status }),
  };
}

function field(traits: unknown, name: string): unknown {
  if (typeof traits !== 'object' || traits === null || !Object.hasOwn(traits, name)) return undefined;
  return Reflect.get(traits, name);
}

/** A schema from its tuple, a function that gives it, or a pair of schema and member traits. */
export function schemaOf(schema: unknown): NormalizedSchema {
  // Tuples of the SDK; their static type is not exported in a form that accepts what `Object.values` gives.
  return NormalizedSchema.of(schema as never);
}

/** The same schema with other member traits, for example an element of a list that is bound to a header. */
export function withTraits(schema: NormalizedSchema, traits: object): NormalizedSchema | object {
  return [schema, traits];
}

/** The structure which holds only some of the members: the body of a request or of an answer. */
export function structureOf(
  schema: NormalizedSchema,
  members: readonly string[],
  name?: string,
): NormalizedSchema {
  const tuple = tupleOf(schema);
  if (!tuple) return schema;
  const [kind, namespace, own, traits, memberNames, memberSchemas] = tuple;
  const kept = memberNames.flatMap((member, index) => (members.includes(member) ? [index] : []));
  const rename = name !== undefined && typeof traits === 'object' ? { ...traits, xmlName: name } : traits;
  return schemaOf([
    kind === ERROR ? STRUCTURE : kind,
    namespace,
    name ?? own,
    rename,
    kept.map((index) => memberNames[index]),
    kept.map((index) => memberSchemas[index]),
    0,
  ]);
}

/** Members that the model requires; the first ones in its order. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const tuple = tupleOf(schema);
  return tuple ? tuple[4].slice(0, tuple[6] ?? 0) : [];
}

function tupleOf(schema: NormalizedSchema): StructureTuple | undefined {
  if (!schema.isStructSchema()) return undefined;
  // `isStructSchema` says that the schema is laid out so.
  return schema.getSchema() as unknown as StructureTuple;
}

/** Where a member travels in HTTP, by its traits. */
export type Binding =
  | { readonly kind: 'label' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'prefixHeaders'; readonly prefix: string }
  | { readonly kind: 'query'; readonly name: string }
  | { readonly kind: 'queryParams' }
  | { readonly kind: 'status' }
  | { readonly kind: 'payload'; readonly streaming: boolean }
  | { readonly kind: 'body' };

export function bindingOf(member: NormalizedSchema): Binding {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return { kind: 'label' };
  if (traits.httpHeader) return { kind: 'header', name: traits.httpHeader.toLowerCase() };
  if (typeof traits.httpPrefixHeaders === 'string')
    return { kind: 'prefixHeaders', prefix: traits.httpPrefixHeaders.toLowerCase() };
  if (traits.httpQuery) return { kind: 'query', name: traits.httpQuery };
  if (traits.httpQueryParams) return { kind: 'queryParams' };
  if (traits.httpResponseCode) return { kind: 'status' };
  if (traits.httpPayload) return { kind: 'payload', streaming: member.isStreaming() };
  return { kind: 'body' };
}

export type Member = { readonly name: string; readonly schema: NormalizedSchema; readonly binding: Binding };

const memberCache = new WeakMap<NormalizedSchema, readonly Member[]>();

/** Members of a structure with their places in HTTP; none for the unit. */
export function membersOf(schema: NormalizedSchema): readonly Member[] {
  const known = memberCache.get(schema);
  if (known) return known;
  const members = schema.isStructSchema()
    ? [...schema.structIterator()].map(([name, member]) => ({
        name,
        schema: member,
        binding: bindingOf(member),
      }))
    : [];
  memberCache.set(schema, members);
  return members;
}
