import { Readable } from 'node:stream';
import { invariant } from '../../core/errors/invariant.ts';
import { textOf } from './codecs.ts';
import { escapeXml } from './escape-xml.ts';
import { type Member, membersOf, type OperationSchema, structureOf, withTraits } from './schema.ts';
import type { RestModel } from './service-model.ts';
import type { WireReply } from './wire.ts';

/** Spreads the output of an operation over status, headers and body. */
export function writeRestOutput(rest: RestModel, operation: OperationSchema, output: unknown): WireReply {
  invariant(typeof output === 'object' && output !== null, 'a handler answers an object');
  const members = membersOf(operation.output);
  const headers: Record<string, string> = {};
  let status = operation.http?.status ?? 200;
  for (const member of members) {
    const value: unknown = Reflect.get(output, member.name);
    if (value === undefined || value === null) continue;
    if (member.binding.kind === 'status') status = Number(value);
    Object.assign(headers, boundHeaders(rest, member, value));
  }
  // S3 answers a part of an object with 206; its model does not say so.
  if (headers['content-range'] !== undefined) status = 206;
  const body = writeBody(rest, operation, output);
  if (body === undefined) return { status, headers };
  return { status, headers: { 'content-type': body.contentType, ...headers }, body: body.content };
}

function boundHeaders(rest: RestModel, { binding, schema }: Member, value: unknown): Record<string, string> {
  if (binding.kind === 'header') return { [binding.name]: rest.text.write(schema, value) };
  if (binding.kind !== 'prefixHeaders') return {};
  const element = schema.getValueSchema();
  // A member with this trait is a map of texts.
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([name, item]) => {
      const header = `${binding.prefix}${name}`.toLowerCase();
      return [header, rest.text.write(withTraits(element, { httpHeader: header }), item)];
    }),
  );
}

type Body = { readonly contentType: string; readonly content: string | Uint8Array | Readable };

function writeBody(rest: RestModel, operation: OperationSchema, output: object): Body | undefined {
  const members = membersOf(operation.output);
  const payload = members.find(({ binding }) => binding.kind === 'payload');
  if (payload) return writePayload(rest, payload, Reflect.get(output, payload.name));
  const names = members.filter(({ binding }) => binding.kind === 'body').map(({ name }) => name);
  if (names.length === 0) return undefined;
  if (operation.name === 'GetBucketLocation') return bucketLocation(output);
  const content = rest.body.write(structureOf(operation.output, names), output);
  return rest.format === 'xml'
    ? { contentType: 'application/xml', content: `<?xml version="1.0" encoding="UTF-8"?>${textOf(content)}` }
    : { contentType: 'application/json', content };
}

/** S3's one answer whose root element is the value itself (`aws.customizations#s3UnwrappedXmlOutput`). */
function bucketLocation(output: object): Body {
  const location: unknown = Reflect.get(output, 'LocationConstraint');
  const text = typeof location === 'string' ? escapeXml(location) : '';
  return {
    contentType: 'application/xml',
    content: `<?xml version="1.0" encoding="UTF-8"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`,
  };
}

function writePayload(rest: RestModel, { schema }: Member, value: unknown): Body | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Readable || value instanceof Uint8Array)
    return { contentType: 'application/octet-stream', content: value };
  if (typeof value === 'string' && (schema.isBlobSchema() || schema.isStringSchema()))
    return { contentType: 'text/plain', content: value };
  const content = rest.body.write(schema, value);
  return { contentType: rest.format === 'xml' ? 'application/xml' : 'application/json', content };
}
