import { readOrRefuse } from './malformed.ts';
import type { RouteMatch } from './rest-routes.ts';
import { type Member, membersOf, structureOf, withTraits } from './schema.ts';
import type { RestModel } from './service-model.ts';
import type { WireRequest } from './wire.ts';

/** Collects the input of an operation from path, query string, headers and body. */
export async function readRestInput(
  rest: RestModel,
  match: RouteMatch,
  request: WireRequest,
): Promise<Record<string, unknown>> {
  const { input } = match.route.operation;
  const members = membersOf(input);
  const result: Record<string, unknown> = {};
  for (const member of members) {
    const value = await readOrRefuse(`the value of ${member.name}`, () =>
      readBound(rest, member, match, request),
    );
    if (value !== undefined) result[member.name] = value;
  }
  const payload = members.find(({ binding }) => binding.kind === 'payload');
  if (payload) {
    const value = await readPayload(rest, payload, request);
    return value === undefined ? result : { ...result, [payload.name]: value };
  }
  const body = members.filter(({ binding }) => binding.kind === 'body').map(({ name }) => name);
  if (body.length === 0) return result;
  const bytes = await request.bytes();
  if (bytes.length === 0) return result;
  const read = await readOrRefuse('the body', () => rest.body.read(structureOf(input, body), bytes));
  // A structure is read as an object.
  return { ...result, ...(read as object) };
}

function readBound(rest: RestModel, member: Member, match: RouteMatch, request: WireRequest): unknown {
  const { binding, schema, name } = member;
  switch (binding.kind) {
    case 'label': {
      const label = match.labels.get(name);
      return label === undefined ? undefined : rest.text.read(schema, label);
    }
    case 'header': {
      const header = request.headers[binding.name];
      return header === undefined ? undefined : rest.text.read(schema, header);
    }
    case 'prefixHeaders':
      return readPrefixed(binding.prefix, request.headers);
    case 'query':
      return readQuery(rest, member, binding.name, request.query);
    case 'queryParams':
      return readRemaining(member, match, request);
    case 'status':
    case 'payload':
    case 'body':
      return undefined;
  }
}

function readPrefixed(prefix: string, headers: Readonly<Record<string, string>>): unknown {
  const found = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function readQuery(rest: RestModel, { schema }: Member, name: string, query: URLSearchParams): unknown {
  const texts = query.getAll(name);
  const [first] = texts;
  if (first === undefined) return undefined;
  if (!schema.isListSchema()) return rest.text.read(schema, first);
  const element = withTraits(schema.getValueSchema(), { httpQuery: name });
  return texts.map((item) => rest.text.read(element, item));
}

/** A map of all parameters that the model does not name otherwise. */
function readRemaining({ schema }: Member, match: RouteMatch, { query }: WireRequest): unknown {
  const named = new Set(
    membersOf(match.route.operation.input).flatMap(({ binding }) =>
      binding.kind === 'query' ? [binding.name] : [],
    ),
  );
  for (const [literal] of match.route.literals) named.add(literal);
  const isList = schema.getValueSchema().isListSchema();
  const keys = [...new Set(query.keys())].filter((key) => !named.has(key));
  if (keys.length === 0) return undefined;
  return Object.fromEntries(keys.map((key) => [key, isList ? query.getAll(key) : query.get(key)]));
}

async function readPayload(
  rest: RestModel,
  { schema, binding }: Member,
  request: WireRequest,
): Promise<unknown> {
  if (binding.kind === 'payload' && binding.streaming && !schema.isStructSchema()) return request.stream();
  const bytes = await request.bytes();
  if (bytes.length === 0) return undefined;
  if (schema.isBlobSchema()) return bytes;
  if (schema.isStringSchema()) return bytes.toString('utf8');
  return await readOrRefuse('the body', () => rest.body.read(schema, bytes));
}
