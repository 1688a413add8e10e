import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import { AwsError } from '../cloud/aws-error.ts';

const LINE_BYTES_MAX = 16 * 1024;
const CR_LF = Buffer.from('\r\n');

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done';

/**
 * Decodes `content-encoding: aws-chunked`: `<hex size>[;chunk-signature=…]\r\n<data>\r\n … 0\r\n<trailers>\r\n\r\n`.
 * A checksum in the trailers (CRC32, SHA-1, SHA-256) is compared with what came; chunk signatures are not checked.
 */
export class AwsChunkedDecoder extends Transform {
  #state: State = 'size';
  #pending: Buffer = Buffer.alloc(0);
  #left = 0;
  #crc = 0;
  readonly #hashes = { sha1: createHash('sha1'), sha256: createHash('sha256') };
  readonly #checksum: string | undefined;

  /** `trailer` is the request's `x-amz-trailer`, which tells the checksum to come. */
  constructor(trailer: string | undefined) {
    super();
    this.#checksum = trailer?.trim().toLowerCase();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
      while (this.#step());
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _flush(done: TransformCallback): void {
    // Without trailers some clients leave out the last empty line.
    const complete = this.#state === 'done' || (this.#state === 'trailer' && this.#pending.length === 0);
    done(complete ? null : new AwsError('IncompleteBody', 'the aws-chunked body ends before its last chunk'));
  }

  /** Takes one piece from what is pending; false when more has to come. */
  #step(): boolean {
    switch (this.#state) {
      case 'size':
        return this.#takeLine((line) => {
          const size = /^([0-9a-fA-F]{1,12})(;|$)/.exec(line)?.[1];
          if (size === undefined) throw new AwsError('InvalidRequest', 'an aws-chunked chunk has no size');
          this.#left = Number.parseInt(size, 16);
          this.#state = this.#left === 0 ? 'trailer' : 'data';
        });
      case 'data':
        return this.#takeData();
      case 'data-end':
        return this.#takeLine(() => {
          this.#state = 'size';
        });
      case 'trailer':
        return this.#takeLine((line) => {
          if (line === '') this.#state = 'done';
          else this.#compare(line);
        });
      case 'done':
        this.#pending = Buffer.alloc(0);
        return false;
    }
  }

  #takeLine(use: (line: string) => void): boolean {
    const end = this.#pending.indexOf(CR_LF);
    if (end < 0) {
      if (this.#pending.length > LINE_BYTES_MAX)
        throw new AwsError('InvalidRequest', 'a line of the aws-chunked body is too long');
      return false;
    }
    const line = this.#pending.subarray(0, end).toString('latin1');
    this.#pending = this.#pending.subarray(end + CR_LF.length);
    use(line);
    return true;
  }

  #takeData(): boolean {
    if (this.#pending.length === 0) return false;
    const data = this.#pending.subarray(0, this.#left);
    this.#pending = this.#pending.subarray(data.length);
    this.#left -= data.length;
    this.#digest(data);
    this.push(data);
    if (this.#left === 0) this.#state = 'data-end';
    return true;
  }

  #digest(data: Buffer): void {
    if (this.#checksum === 'x-amz-checksum-crc32') this.#crc = crc32(data, this.#crc);
    if (this.#checksum === 'x-amz-checksum-sha1') this.#hashes.sha1.update(data);
    if (this.#checksum === 'x-amz-checksum-sha256') this.#hashes.sha256.update(data);
  }

  #compare(line: string): void {
    const [name = '', value = ''] = line.split(/:(.*)/s).map((part) => part.trim());
    const actual = name.toLowerCase() === this.#checksum ? this.#actual(this.#checksum) : undefined;
    if (actual !== undefined && actual !== value)
      throw new AwsError('BadDigest', `the body's ${name} is ${actual}, not ${value}`);
  }

  #actual(checksum: string): string | undefined {
    switch (checksum) {
      case 'x-amz-checksum-crc32': {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(this.#crc);
        return bytes.toString('base64');
      }
      case 'x-amz-checksum-sha1':
        return this.#hashes.sha1.digest('base64');
      case 'x-amz-checksum-sha256':
        return this.#hashes.sha256.digest('base64');
      default:
        return undefined;
    }
  }
}
