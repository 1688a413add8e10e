import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { invariant } from '../../core/errors/invariant.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { answerCall, type CallContext } from './answer-call.ts';
import { readRequest } from './read-request.ts';
import { answerPlain, type PlainRoutes } from './routes.ts';
import type { KnownKey } from './verify-signature.ts';
import type { WireReply } from './wire.ts';

const CONNECTIONS_MAX = 1024;
const CLOSE_GRACE_MS = 2000;
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export type GatewayOptions = {
  readonly cloud: Cloud;
  /** 0 chooses a free port. */
  readonly port: number;
  readonly findKey: (accessKeyId: string) => KnownKey | undefined;
  /** Paths of the sandbox's own. @default - none */
  readonly routes?: PlainRoutes;
  /** Told of what went wrong within the sandbox. @default - the client alone learns it */
  readonly onFault?: (error: unknown, call: string) => void;
};

export type Gateway = { readonly endpoint: string; readonly close: () => Promise<void> };

/** Listens on the loopback for AWS calls, and tells the cloud its endpoint. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { cloud, findKey, routes = {}, onFault = () => {} } = options;
  const server = createServer((message, response) => {
    answer({ cloud, findKey, onFault }, routes, message, response).catch(() => response.destroy());
  });
  server.maxConnections = CONNECTIONS_MAX;
  const endpoint = await listen(server, options.port);
  cloud.endpoint = endpoint;
  return {
    endpoint,
    close: async () => {
      cloud.endpoint = '';
      await close(server);
    },
  };
}

async function answer(
  context: CallContext,
  routes: PlainRoutes,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A name that resolves to the loopback must not let a web page speak to the sandbox.
  if (!LOOPBACK_HOST.test(message.headers.host ?? '')) {
    await send({ status: 403, headers: {}, body: 'this host name is not the loopback' }, response);
    return;
  }
  // Only web pages say where they come from.
  if (message.headers.origin !== undefined) {
    await send({ status: 403, headers: {}, body: 'the sandbox does not speak to web pages' }, response);
    return;
  }
  const request = readRequest(message);
  const reply = (await answerPlain(routes, request)) ?? (await answerCall(context, request));
  await send(reply, response);
}

async function send(reply: WireReply, response: ServerResponse): Promise<void> {
  const { status, headers, body } = reply;
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    await pipeline(body, response);
    return;
  }
  const length = Buffer.byteLength(body ?? '');
  response.writeHead(status, body === undefined ? headers : { ...headers, 'content-length': length });
  response.end(body);
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  invariant(isAddress(address), 'a server that listens has an address');
  return `http://127.0.0.1:${address.port}`;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** Lets answers that are under way end, for a while. */
async function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
