import type { WireRequest } from './wire.ts';

/** What SigV4 says of a request: who signed it, when, for what, and over which headers. */
export type Credential = {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the scope. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** `YYYYMMDD'T'HHMMSS'Z'` */
  readonly signedAt: string;
  /** Lower case, in the order of the signature. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** Seconds for which a presigned URL is good; undefined where the header is signed. */
  readonly expiresSeconds: number | undefined;
};

const SCOPE = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;

/** Reads the signature from the `Authorization` header, or from a presigned URL. */
export function readCredential(request: WireRequest): Credential | undefined {
  const parts = headerParts(request) ?? queryParts(request);
  const [, accessKeyId, day, region, service] = SCOPE.exec(parts.scope) ?? [];
  if (accessKeyId === undefined || day === undefined) return undefined;
  if (region === undefined || service === undefined) return undefined;
  const { scope: _, ...rest } = parts;
  return { accessKeyId, day, region, service, ...rest };
}

type Parts = Omit<Credential, 'accessKeyId' | 'day' | 'region' | 'service'> & { readonly scope: string };

function headerParts({ headers }: WireRequest): Parts | undefined {
  const header = headers['authorization'];
  if (header === undefined) return undefined;
  const part = (name: string): string => new RegExp(`\\b${name}=([^,\\s]+)`).exec(header)?.[1] ?? '';
  return {
    scope: part('Credential'),
    signedAt: headers['x-amz-date'] ?? '',
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
    sessionToken: headers['x-amz-security-token'],
    expiresSeconds: undefined,
  };
}

function queryParts({ query }: WireRequest): Parts {
  return {
    scope: query.get('X-Amz-Credential') ?? '',
    signedAt: query.get('X-Amz-Date') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expiresSeconds: Number(query.get('X-Amz-Expires') ?? 0),
  };
}
