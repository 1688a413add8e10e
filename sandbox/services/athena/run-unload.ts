import { join } from 'node:path';
import { AwsError } from '../../cloud/aws-error.ts';
import { bucketRequest, requireBucket } from '../s3/bucket.ts';
import { authorizePutObject, putObjectFile } from '../s3/put-object-file.ts';
import { BUCKETS, objects } from '../s3/store.ts';
import { QueryFailure } from './query-failure.ts';
import { accessDenied, putObject } from './results/put-result.ts';
import { runSelect, type SelectJob } from './run-select.ts';
import type { QueryRecord, QueryResult } from './store.ts';
import { parseS3 } from './tables/list-files.ts';

export type StatementResult = {
  readonly result: QueryResult;
  readonly scannedBytes: number;
  readonly manifest?: string;
};

/** Writes a query's rows as one Parquet object below an empty prefix, with the caller's own rights. */
export async function runUnload(
  job: SelectJob,
  record: QueryRecord,
  target: string,
): Promise<StatementResult> {
  const { cloud, caller } = job;
  await asWriter(target, async () => authorizeList(job, target));
  requireEmpty(job, target);
  const location = `${target}${record.id}_0.zstd.parquet`;
  const object = parseS3(location);
  await asWriter(target, async () => authorizePutObject(cloud, caller, object));
  const file = join(job.scratch, 'unload.parquet');
  const { rows, scannedBytes } = await runSelect(job, { kind: 'parquet', file });
  job.signal.throwIfAborted();
  // Like Athena, no file for no rows.
  if (rows > 0) {
    const contentType = 'application/octet-stream';
    await asWriter(target, () => putObjectFile(cloud, caller, { ...object, path: file, contentType }));
  }
  const manifest = record.output.replace(/\.csv$/, '-manifest.csv');
  await putObject(cloud, caller, {
    location: manifest,
    body: { text: rows > 0 ? `${location}\n` : '' },
    contentType: 'text/csv',
    configuration: record.resultConfiguration,
  });
  return { result: { columns: [], format: 'none', rows: 0 }, scannedBytes, manifest };
}

async function asWriter(target: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof AwsError) throw accessDenied(target, error);
    throw error;
  }
}

/** Whether the target is empty is for the caller to see. */
function authorizeList({ cloud, caller }: SelectJob, target: string): void {
  const { bucket, key } = parseS3(target);
  cloud.authorize(caller, [bucketRequest(requireBucket(cloud, bucket), 'ListBucket', { 's3:prefix': key })]);
}

function requireEmpty(job: SelectJob, target: string): void {
  const { bucket, key } = parseS3(target);
  if (objects(job.cloud).list(BUCKETS, `${bucket}/${key}`).length === 0) return;
  throw new QueryFailure(`HIVE_PATH_ALREADY_EXISTS: Target directory for table '${target}' already exists`);
}
