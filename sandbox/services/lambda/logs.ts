import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';

const TAIL_LINES_MAX = 200;
/** AWS's limit on the bytes of one batch, with its 26 bytes of overhead per event. */
const BATCH_BYTES_MAX = 1_048_576;

export type LogBatch = {
  readonly functionArn: string;
  readonly group: string;
  readonly stream: string;
  readonly lines: readonly { readonly at: Date; readonly text: string }[];
};

/** The last lines of each function, by ARN, for messages about its errors. */
export const logTails = perCloud(() => new Map<string, readonly string[]>());

/**
 * Writes a function's output to its log group as the function's own role: as on AWS, without the permission
 * the lines are lost there, though not from the local tail.
 */
export async function writeLogs(cloud: Cloud, caller: Caller, batch: LogBatch): Promise<void> {
  const tail = [...(logTails(cloud).get(batch.functionArn) ?? []), ...batch.lines.map(({ text }) => text)];
  logTails(cloud).set(batch.functionArn, tail.slice(-TAIL_LINES_MAX));
  if (!cloud.services().some(({ name }) => name === 'logs')) return;
  const names = { logGroupName: batch.group, logStreamName: batch.stream };
  const logEvents = bounded(batch).map(({ at, text }) => ({ timestamp: at.getTime(), message: text }));
  const put = () => cloud.dispatch(caller, 'logs', 'PutLogEvents', { ...names, logEvents });
  const failed = await attempt(put);
  if (failed?.code !== 'ResourceNotFoundException') return;
  await attempt(() => cloud.dispatch(caller, 'logs', 'CreateLogGroup', { logGroupName: batch.group }));
  await attempt(() => cloud.dispatch(caller, 'logs', 'CreateLogStream', names));
  await attempt(put);
}

function bounded({ lines }: LogBatch): LogBatch['lines'] {
  let bytes = 0;
  return lines.filter(({ text }) => {
    bytes += Buffer.byteLength(text) + 26;
    return text !== '' && bytes <= BATCH_BYTES_MAX;
  });
}

async function attempt(work: () => Promise<unknown>): Promise<AwsError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
