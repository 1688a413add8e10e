import { AwsError } from '../cloud/aws-error.ts';
import { xml } from './codecs.ts';
import { wireCode, wireStatus } from './fault.ts';
import { readOrRefuse } from './malformed.ts';
import { type Protocol, requireOperation } from './protocol.ts';
import { readForm } from './query-form.ts';
import { membersOf, structureOf } from './schema.ts';
import { escapeXml } from './escape-xml.ts';

const codec = xml(undefined);

/** The AWS query protocol: a form in, XML out. */
export const queryProtocol: Protocol = {
  async read(model, request) {
    const form = new URLSearchParams((await request.bytes()).toString('utf8'));
    const action = form.get('Action');
    if (action === null) throw new AwsError('MissingAction', 'the form has no Action');
    const operation = requireOperation(model, action);
    return { operation, input: await readOrRefuse('the form', () => readForm(operation.input, form)) };
  },

  write(model, operation, output, requestId) {
    const result = `${operation.name}Result`;
    const schema = operation.output;
    const body =
      membersOf(schema).length === 0
        ? `<${result}/>`
        : String(
            codec.write(
              structureOf(
                schema,
                membersOf(schema).map(({ name }) => name),
                result,
              ),
              output ?? {},
            ),
          );
    return {
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<${operation.name}Response xmlns="${model.xmlNamespace ?? ''}">${body}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
    };
  },

  writeFault(model, fault, requestId) {
    const shape = model?.errors.get(fault.code)?.shape;
    const members = shape
      ? membersOf(shape)
          .map(({ name }) => name)
          .filter((name) => Object.hasOwn(fault.details, name))
      : [];
    const details =
      shape && members.length > 0
        ? String(codec.write(structureOf(shape, members, 'Details'), fault.details)).replace(
            /^<Details>|<\/Details>$/g,
            '',
          )
        : '';
    const error = [
      `<Type>${fault.status < 500 ? 'Sender' : 'Receiver'}</Type>`,
      `<Code>${escapeXml(wireCode(model, fault, 'query'))}</Code>`,
      `<Message>${escapeXml(fault.message)}</Message>`,
      details,
    ].join('');
    return {
      status: wireStatus(model, fault),
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<ErrorResponse xmlns="${model?.xmlNamespace ?? ''}"><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  },
};
