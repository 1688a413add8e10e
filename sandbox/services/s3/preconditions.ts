import { rmSync } from 'node:fs';
import { AwsError } from '../../cloud/aws-error.ts';
import type { ObjectRecord } from './store.ts';

export type Conditions = { readonly IfMatch?: string | undefined; readonly IfNoneMatch?: string | undefined };

const bare = (etag: string): string => etag.replaceAll('"', '');

/** Conditional writes: `If-None-Match: *` wants no object, `If-Match` wants the one of that ETag. */
export function requireCondition(
  { IfMatch, IfNoneMatch }: Conditions,
  current: ObjectRecord | undefined,
  temporary: string,
): void {
  const failure = writeFailure(IfMatch, IfNoneMatch, current);
  if (!failure) return;
  rmSync(temporary, { force: true });
  throw failure;
}

function writeFailure(
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
  current: ObjectRecord | undefined,
): AwsError | undefined {
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    return new AwsError('InvalidArgument', 'a write supports If-None-Match with * only');
  if (ifNoneMatch === '*' && current) return preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return undefined;
  if (!current) return noSuchKey();
  return ifMatch === '*' || bare(ifMatch) === bare(current.etag) ? undefined : preconditionFailed('If-Match');
}

/** Conditional reads, by ETag and by time. */
export function requireReadable(
  record: ObjectRecord,
  conditions: Conditions & {
    readonly IfModifiedSince?: Date | undefined;
    readonly IfUnmodifiedSince?: Date | undefined;
  },
): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
  const modified = seconds(new Date(record.lastModified));
  if (IfMatch !== undefined) {
    if (bare(IfMatch) !== bare(record.etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince && modified > seconds(IfUnmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (bare(IfNoneMatch) === bare(record.etag)) throw notModified(record);
  } else if (IfModifiedSince && modified <= seconds(IfModifiedSince)) {
    throw notModified(record);
  }
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    details: { Condition: condition },
  });
}

function notModified(record: ObjectRecord): AwsError {
  return new AwsError('NotModified', 'Not Modified', { status: 304, details: { ETag: record.etag } });
}

export function noSuchKey(key?: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    details: key === undefined ? {} : { Key: key },
  });
}
