import type { Readable } from 'node:stream';

/** A request as it came, with its path still encoded: S3 keys may hold `..` and `//`. */
export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, at most `BODY_BYTES_MAX`; it may be asked for again. */
  readonly bytes: () => Promise<Buffer>;
  /** The body as it arrives, decoded from `aws-chunked`: for objects. */
  readonly stream: () => Readable;
};

export type WireReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
};

/** Largest body that is held in memory: Lambda's 6 MB in base64 fit. */
export const BODY_BYTES_MAX = 8 * 1024 * 1024;
/** Largest S3 body that is streamed to a file. */
export const OBJECT_BYTES_MAX = 1024 * 1024 * 1024;

export type Fault = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly details: object;
};
