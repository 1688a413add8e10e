import { cbor, rpcV2Json } from './codecs.ts';
import { faultMembers, wireCode } from './fault.ts';
import { readOrRefuse } from './malformed.ts';
import { type Protocol, requireOperation } from './protocol.ts';
import { schemaOf } from './schema.ts';

/** Schema number of a document: any JSON-like value. */
const DOCUMENT = 15;

/** Smithy RPC v2, in CBOR or JSON: `POST /service/<name>/operation/<operation>`. */
export function rpcV2Protocol(format: 'cbor' | 'json'): Protocol {
  const codec = format === 'cbor' ? cbor : rpcV2Json;
  const headers = (requestId: string) => ({
    'content-type': `application/${format}`,
    'smithy-protocol': `rpc-v2-${format}`,
    'x-amzn-requestid': requestId,
  });
  return {
    async read(model, request) {
      const operation = requireOperation(model, request.path.slice(request.path.lastIndexOf('/') + 1));
      const bytes = await request.bytes();
      if (bytes.length === 0) return { operation, input: {} };
      return { operation, input: await readOrRefuse('the body', () => codec.read(operation.input, bytes)) };
    },

    write(_model, operation, output, requestId) {
      if (operation.output.isUnitSchema()) return { status: 200, headers: headers(requestId) };
      return { status: 200, headers: headers(requestId), body: codec.write(operation.output, output ?? {}) };
    },

    writeFault(model, fault, requestId) {
      const body = { __type: wireCode(model, fault, 'json'), ...faultMembers(model, fault, rpcV2Json) };
      return {
        status: fault.status,
        headers: headers(requestId),
        body: format === 'json' ? JSON.stringify(body) : cbor.write(schemaOf(DOCUMENT), body),
      };
    },
  };
}
