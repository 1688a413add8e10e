import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, Transform } from 'node:stream';
import { AwsError } from '../cloud/aws-error.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import { BODY_BYTES_MAX, OBJECT_BYTES_MAX, type WireRequest } from './wire.ts';

/** Wraps Node's request: nothing of the body is read before somebody asks for it. */
export function readRequest(message: IncomingMessage): WireRequest {
  const [path = '/', search = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const isChunked = (headers['content-encoding'] ?? '')
    .split(',')
    .some((part) => part.trim() === 'aws-chunked');
  const stream = (bytesMax: number): Readable => {
    const limited = pipeline(message, limit(bytesMax, headers['content-length']), ignoreError);
    return isChunked
      ? pipeline(limited, new AwsChunkedDecoder(headers['x-amz-trailer']), ignoreError)
      : limited;
  };
  let whole: Promise<Buffer> | undefined;
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers,
    stream: () => stream(OBJECT_BYTES_MAX),
    bytes: async () => await (whole ??= collect(stream(BODY_BYTES_MAX))),
  };
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// `pipeline` hands every error on to the last stream, where its reader meets it.
function ignoreError(): void {}

function limit(bytesMax: number, contentLength: string | undefined): Transform {
  let seen = 0;
  const tooLarge = (): AwsError =>
    new AwsError('EntityTooLarge', `the sandbox takes bodies of at most ${bytesMax} bytes here`);
  return new Transform({
    construct(done) {
      done(Number(contentLength ?? 0) > bytesMax ? tooLarge() : null);
    },
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytesMax) done(tooLarge());
      else done(null, chunk);
    },
  });
}
