import { createHash, createHmac } from 'node:crypto';

export type SignedRequest = {
  readonly service: string;
  readonly key: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Sends what no SDK client would send, signed as one: for paths that need no encoding, without a query. */
export async function signedFetch(url: string, request: SignedRequest): Promise<Response> {
  const { host, pathname } = new URL(url);
  const { key, service, method, body = '' } = request;
  const signedAt = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [signedAt.slice(0, 8), 'eu-west-1', service, 'aws4_request'];
  const signed: Record<string, string> = {
    host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': signedAt,
    ...(key.sessionToken !== undefined && { 'x-amz-security-token': key.sessionToken }),
  };
  const names = Object.keys(signed);
  const canonical = [
    method,
    pathname,
    '',
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', signedAt, scope.join('/'), sha256(canonical)].join('\n');
  const signingKey = scope.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const { host: _, ...sent } = signed;
  return await fetch(url, {
    method,
    headers: {
      ...request.headers,
      ...sent,
      authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${hmac(signingKey, text).toString('hex')}`,
    },
    ...(method !== 'GET' && { body }),
  });
}
