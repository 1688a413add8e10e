import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../cloud/aws-error.ts';
import type { Caller } from '../cloud/caller.ts';
import { canonicalRequest } from './canonical-request.ts';
import type { Credential } from './credential.ts';
import type { WireRequest } from './wire.ts';

/** An access key that the sandbox has given out, and who calls with it. */
export type KnownKey = {
  readonly caller: Caller;
  readonly secretAccessKey: string;
  /** Absent for root. */
  readonly sessionToken?: string;
};

/**
 * Refuses a request that its caller did not sign: an access key id is no secret, and any web page can send
 * requests to the loopback.
 */
export async function verifySignature(
  request: WireRequest,
  credential: Credential,
  key: KnownKey,
  now: Date,
): Promise<void> {
  if (!isSame(credential.sessionToken ?? '', key.sessionToken ?? '')) throw wrongToken(credential.service);
  const expected = await signatureOf(request, credential, key.secretAccessKey);
  if (!isSame(credential.signature, expected)) throw wrongSignature(credential.service);
  if (hasExpired(credential, now)) {
    throw new AwsError('AccessDeniedException', 'Request has expired', { status: 403 });
  }
}

async function signatureOf(request: WireRequest, credential: Credential, secret: string): Promise<string> {
  const { day, region, service, signedAt } = credential;
  // A header that was not signed is not part of the request; without these two, a signature fits any host or time.
  if (!signedAt.startsWith(day) || !credential.signedHeaders.includes('host')) return '';
  const canonical = await canonicalRequest(request, credential);
  const text = ['AWS4-HMAC-SHA256', signedAt, `${day}/${region}/${service}/aws4_request`, sha256(canonical)];
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text.join('\n')).toString('hex');
}

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** In the same time wherever the two differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(sha256(given)), Buffer.from(sha256(expected))];
  return timingSafeEqual(one, other) && given.length === expected.length;
}

const AMZ_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

function hasExpired({ signedAt, expiresSeconds }: Credential, now: Date): boolean {
  if (expiresSeconds === undefined) return false;
  const signed = Date.parse(signedAt.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z'));
  return !(now.getTime() <= signed + expiresSeconds * 1000);
}

const QUERY_SERVICES: ReadonlySet<string> = new Set(['s3', 'sts', 'iam', 'sns', 'cloudformation']);

function wrongSignature(service: string): AwsError {
  const code = QUERY_SERVICES.has(service) ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
  return new AwsError(code, message, { status: 403 });
}

function wrongToken(service: string): AwsError {
  const code = QUERY_SERVICES.has(service) ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  return new AwsError(
    service === 's3' ? 'InvalidToken' : code,
    'The security token included in the request is invalid.',
    { status: 403 },
  );
}
