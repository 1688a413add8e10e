import { faultOf } from './fault.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** A path of the sandbox's own, beside AWS's protocols. */
export type PlainRequest = {
  readonly method: string;
  /** What follows the route's prefix, still encoded. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type PlainResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

export type PlainRoute = (request: PlainRequest) => PlainResponse | Promise<PlainResponse>;

/** Routes by path prefix, for example `/_freehold/cfn-response/`. */
export type PlainRoutes = Readonly<Record<string, PlainRoute>>;

/** Answers a request of the sandbox's own; `undefined` where none of the prefixes fits. */
export async function answerPlain(routes: PlainRoutes, request: WireRequest): Promise<WireReply | undefined> {
  const prefix = Object.keys(routes).find((candidate) => request.path.startsWith(candidate));
  const route = prefix === undefined ? undefined : routes[prefix];
  if (prefix === undefined || !route) return undefined;
  const { method, query, headers } = request;
  const rest = request.path.slice(prefix.length);
  try {
    return { headers: {}, ...(await route({ method, rest, query, headers, body: await request.bytes() })) };
  } catch (error) {
    const { status, message } = faultOf(error);
    return { status, headers: { 'content-type': 'text/plain' }, body: message };
  }
}
