import { createHash } from 'node:crypto';
import type { Credential } from './credential.ts';
import type { WireRequest } from './wire.ts';

/**
 * The request in the form that SigV4 signs.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function canonicalRequest(request: WireRequest, credential: Credential): Promise<string> {
  const { signedHeaders, service } = credential;
  const headers = signedHeaders.map((name) => `${name}:${oneLine(request.headers[name] ?? '')}\n`);
  return [
    request.method,
    service === 's3' ? request.path : canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    await payloadHash(request, credential),
  ].join('\n');
}

const oneLine = (value: string): string => value.trim().replace(/\s+/g, ' ');

/** As RFC 3986 has it, unlike `encodeURIComponent`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Every service but S3 signs the path normalised and encoded once more. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const trailing = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the client says that it signed of the body; where it does not say, it signed the body itself. */
async function payloadHash(request: WireRequest, { service, expiresSeconds }: Credential): Promise<string> {
  const told = request.headers['x-amz-content-sha256'] ?? request.query.get('X-Amz-Content-Sha256');
  if (told !== undefined && told !== null) return told;
  if (service === 's3' && expiresSeconds !== undefined) return 'UNSIGNED-PAYLOAD';
  return createHash('sha256')
    .update(await request.bytes())
    .digest('hex');
}
