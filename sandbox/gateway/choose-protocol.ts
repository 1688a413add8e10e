import type { Protocol } from './protocol.ts';
import { jsonProtocol } from './protocol-json.ts';
import { queryProtocol } from './protocol-query.ts';
import { restProtocol } from './protocol-rest.ts';
import { rpcV2Protocol } from './protocol-rpc-v2.ts';
import type { WireRequest } from './wire.ts';

/**
 * Chosen by the request, never by the service: one service may be spoken to in several protocols (CloudWatch: query by
 * old clients, JSON by new ones), and clients may move on to RPC v2 without notice.
 */
export function chooseProtocol(request: WireRequest): Protocol {
  const smithy = request.headers['smithy-protocol'];
  if (smithy === 'rpc-v2-cbor') return rpcV2Protocol('cbor');
  if (smithy === 'rpc-v2-json') return rpcV2Protocol('json');
  if (request.headers['x-amz-target'] !== undefined) return jsonProtocol;
  const content = request.headers['content-type'] ?? '';
  if (content.startsWith('application/x-www-form-urlencoded') && request.path === '/') return queryProtocol;
  return restProtocol;
}
