import { randomBytes } from 'node:crypto';
import type { Tag } from '@aws-sdk/client-s3';
import type { ReceivedBody } from './receive-body.ts';
import type { Encryption, ObjectHeaders, ObjectRecord } from './store.ts';

/** What a request says of an object besides its body. */
export type Writer = {
  readonly ContentType?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly Tagging?: string | undefined;
};

export function newRecord(of: {
  readonly key: string;
  readonly body: ReceivedBody;
  readonly now: Date;
  readonly versioned: boolean;
  readonly encryption: Encryption;
  readonly writer: Writer;
}): ObjectRecord {
  const { key, body, now, versioned, encryption, writer } = of;
  return {
    key,
    size: body.size,
    etag: body.etag,
    crc32: body.crc32,
    lastModified: now.toISOString(),
    encryption,
    ...(versioned && { versionId: newVersionId() }),
    headers: headersOf(writer),
    metadata: writer.Metadata ?? {},
    tags: tagsOf(writer.Tagging),
  };
}

export function newVersionId(): string {
  return randomBytes(24).toString('base64url');
}

export function headersOf(writer: Writer): ObjectHeaders {
  const { ContentType, ContentLanguage, ContentDisposition, CacheControl } = writer;
  const ContentEncoding = storedEncoding(writer.ContentEncoding);
  return {
    ...(ContentType !== undefined && { ContentType }),
    ...(ContentEncoding !== undefined && { ContentEncoding }),
    ...(ContentLanguage !== undefined && { ContentLanguage }),
    ...(ContentDisposition !== undefined && { ContentDisposition }),
    ...(CacheControl !== undefined && { CacheControl }),
  };
}

/** `aws-chunked` is how the body travelled, not what it is. */
function storedEncoding(encoding: string | undefined): string | undefined {
  const parts = (encoding ?? '').split(',').map((part) => part.trim());
  const kept = parts.filter((part) => part !== '' && part !== 'aws-chunked');
  return kept.length > 0 ? kept.join(',') : undefined;
}

/** Tags as the `x-amz-tagging` header has them: a query string. */
export function tagsOf(tagging: string | undefined): readonly Tag[] {
  return [...new URLSearchParams(tagging ?? '')].map(([Key, Value]) => ({ Key, Value }));
}
