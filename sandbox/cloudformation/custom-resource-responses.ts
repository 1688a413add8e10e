import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Cloud } from '../cloud/cloud.ts';
import type { PlainRoutes } from '../gateway/routes.ts';

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
export function customResourceResponses(cloud: Cloud): PlainRoutes {
  return {
    [RESPONSE_PATH]: ({ method, rest, body }) => {
      if (method !== 'PUT') return { status: 405 };
      const resolve = waiting.get(cloud)?.get(rest);
      if (resolve === undefined) return { status: 404 };
      waiting.get(cloud)?.delete(rest);
      resolve(parseResponse(body));
      return { status: 200 };
    },
  };
}

function parseResponse(body: Buffer): CustomResourceResponse | string {
  if (body.length > RESPONSE_BYTES_MAX) return `the answer is longer than ${RESPONSE_BYTES_MAX} bytes`;
  try {
    return Response.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    return `the answer is not one that CloudFormation takes: ${error instanceof Error ? error.message : String(error)}`;
  }
}
