import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Cloud } from '../cloud/cloud.ts';

/** Where functions of custom resources put their answers, behind the gateway. */
export const RESPONSE_PATH = '/_freehold/cfn-response/';

/** CloudFormation refuses longer answers. */
const RESPONSE_BYTES_MAX = 4096;

const Response = z.looseObject({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string().optional(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  NoEcho: z.boolean().optional(),
  Data: z.record(z.string(), z.unknown()).nullish(),
});
export type CustomResourceResponse = z.infer<typeof Response>;

type Waiting = Map<string, (response: CustomResourceResponse | string) => void>;
const waiting = new WeakMap<Cloud, Waiting>();

export type ExpectedResponse = {
  readonly url: string;
  /** The answer, or what is wrong with it. */
  readonly answer: Promise<CustomResourceResponse | string>;
  readonly cancel: () => void;
};

/** Opens an address for one answer. */
export function expectResponse(cloud: Cloud): ExpectedResponse {
  const token = randomBytes(24).toString('hex');
  const tokens: Waiting = waiting.get(cloud) ?? new Map();
  waiting.set(cloud, tokens);
  const answer = new Promise<CustomResourceResponse | string>((resolve) => tokens.set(token, resolve));
  return { url: `${cloud.endpoint}${RESPONSE_PATH}${token}`, answer, cancel: () => tokens.delete(token) };
}

/** The gateway's route for answers; its address is the secret, as a presigned URL is. */
export function customResourceResponses(cloud: Cloud) {
  return {
    prefix: RESPONSE_PATH,
    handle: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const token = (request.url ?? '').slice(RESPONSE_PATH.length).split('?', 1)[0] ?? '';
      const resolve = waiting.get(cloud)?.get(token);
      const isPut = request.method === 'PUT';
      const body = isPut && resolve ? await readBody(request) : undefined;
      if (!isPut || resolve === undefined) return end(response, isPut ? 404 : 405);
      waiting.get(cloud)?.delete(token);
      resolve(parseResponse(body));
      end(response, 200);
    },
  };
}

function parseResponse(body: string | undefined): CustomResourceResponse | string {
  if (body === undefined) return `the answer is longer than ${RESPONSE_BYTES_MAX} bytes`;
  try {
    return Response.parse(JSON.parse(body));
  } catch (error) {
    return `the answer is not one that CloudFormation takes: ${error instanceof Error ? error.message : error}`;
  }
}

/** `undefined` when the body is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= RESPONSE_BYTES_MAX) chunks.push(bytes);
  }
  return length > RESPONSE_BYTES_MAX ? undefined : Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
