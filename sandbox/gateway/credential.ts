import type { WireRequest } from './wire.ts';

/** What SigV4 tells of a request; the signature itself is not checked, the gateway listens on the loopback only. */
export type Credential = { readonly accessKeyId: string; readonly region: string; readonly service: string };

const SCOPE = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/;

/** Reads the credential scope from the `Authorization` header, or from a presigned URL. */
export function readCredential(request: WireRequest): Credential | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1];
  const [, accessKeyId, region, service] =
    SCOPE.exec(header ?? request.query.get('X-Amz-Credential') ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
