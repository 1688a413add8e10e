import { rpcJson } from './codecs.ts';
import { faultMembers, wireCode } from './fault.ts';
import { readOrRefuse } from './malformed.ts';
import { type Protocol, requireOperation } from './protocol.ts';

const EMPTY = Buffer.from('{}');

/** AWS JSON 1.0 and 1.1: the operation stands in `x-amz-target`. */
export const jsonProtocol: Protocol = {
  async read(model, request) {
    const target = request.headers['x-amz-target'] ?? '';
    const operation = requireOperation(model, target.slice(target.lastIndexOf('.') + 1));
    const bytes = await request.bytes();
    const input = await readOrRefuse('the JSON body', () =>
      rpcJson.read(operation.input, bytes.length > 0 ? bytes : EMPTY),
    );
    return { operation, input: input ?? {} };
  },

  write(_model, operation, output, requestId) {
    const body = operation.output.isUnitSchema() ? '{}' : rpcJson.write(operation.output, output ?? {});
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
      body,
    };
  },

  writeFault(model, fault, requestId, request) {
    const code = wireCode(model, fault, 'json');
    return {
      status: fault.status,
      headers: {
        'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.1',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': code,
        // Services that once spoke the query protocol tell its code, and newer clients ask for it.
        ...(request.headers['x-amzn-query-mode'] === 'true' && {
          'x-amzn-query-error': `${wireCode(model, fault, 'query')};${fault.status < 500 ? 'Sender' : 'Receiver'}`,
        }),
      },
      body: JSON.stringify({ __type: code, ...faultMembers(model, fault, rpcJson) }),
    };
  },
};
