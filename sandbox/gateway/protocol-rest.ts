import { AwsError } from '../cloud/aws-error.ts';
import { restJson } from './codecs.ts';
import { readCredential } from './credential.ts';
import { escapeXml } from './escape-xml.ts';
import { faultMembers, wireCode, wireStatus } from './fault.ts';
import { type Protocol, refuseEventStream } from './protocol.ts';
import { readRestInput } from './rest-input.ts';
import { writeRestOutput } from './rest-output.ts';
import { matchRoute } from './rest-routes.ts';

/** REST with JSON (Lambda, Scheduler, Lake Formation) or XML (S3): method, path and query name the operation. */
export const restProtocol: Protocol = {
  async read(model, request) {
    const match = model.rest && matchRoute(model.rest.routes, request);
    if (!model.rest || !match)
      throw new AwsError(
        'UnknownOperationException',
        `${model.name} has no operation at ${request.method} ${request.path}`,
      );
    const operation = refuseEventStream(model, match.route.operation);
    return { operation, input: await readRestInput(model.rest, match, request) };
  },

  write(model, operation, output, requestId) {
    if (!model.rest) throw new AwsError('UnknownOperationException', `${model.name} is no REST service`);
    const reply = writeRestOutput(model.rest, operation, output ?? {});
    return { ...reply, headers: { ...reply.headers, ...requestIds(requestId) } };
  },

  writeFault(model, fault, requestId, request) {
    const isXml = model ? model.rest?.format === 'xml' : readCredential(request)?.service.startsWith('s3');
    const status = wireStatus(model, fault);
    if (request.method === 'HEAD' || status === 304)
      return { status, headers: { ...requestIds(requestId), ...headerDetails(fault.details) } };
    if (isXml) {
      const code = escapeXml(wireCode(model, fault, 'xml'));
      const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escapeXml(fault.message)}</Message>${xmlDetails(fault.details)}<RequestId>${requestId}</RequestId></Error>`;
      return { status, headers: { ...requestIds(requestId), 'content-type': 'application/xml' }, body };
    }
    const code = wireCode(model, fault, 'json');
    return {
      status,
      headers: { ...requestIds(requestId), 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify(faultMembers(model, fault, restJson)),
    };
  },
};

function requestIds(requestId: string): Readonly<Record<string, string>> {
  return { 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId };
}

/** Flat members of an S3 error: `BucketName`, `Key`, `Condition`. */
function xmlDetails(details: object): string {
  return Object.entries(details)
    .filter(([name]) => /^[A-Z]\w*$/.test(name))
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

/** A 304 has no body; its ETag travels as a header. */
function headerDetails(details: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(details)
      .filter(([name]) => name === 'ETag')
      .map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
