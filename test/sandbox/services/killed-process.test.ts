import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { dynamodbService } from '../../../sandbox/services/dynamodb/service.ts';
import { objectPath } from '../../../sandbox/services/s3/object-path.ts';
import { s3Service } from '../../../sandbox/services/s3/service.ts';
import { BUCKETS, objects } from '../../../sandbox/services/s3/store.ts';
import { root } from '../start-test-cloud.ts';

const KILLS = 4;
const directory = mkdtempSync(join(tmpdir(), 'freehold-killed-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function withCloud<T>(use: (cloud: Cloud) => Promise<T>): Promise<T> {
  const store = new Store(join(directory, 'state.sqlite'));
  try {
    const cloud = new Cloud({ store, directory, clock: () => new Date(), authorize: () => {} });
    for (const service of [s3Service, dynamodbService]) {
      cloud.register(service);
      await service.start?.(cloud);
    }
    return await use(cloud);
  } finally {
    store.close();
  }
}

/** Writes until some acknowledgements were seen, then kills without warning. */
async function writeAndKill(start: number, acknowledgements: number): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'killed-writer.ts');
  const writer = spawn(process.execPath, [script, directory, String(start)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let seen = '';
  for await (const chunk of writer.stdout) {
    seen += String(chunk);
    if (seen.split('\n').length > acknowledgements && !writer.killed) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  return seen.split('\n').slice(0, -1);
}

const last = (lines: readonly string[], kind: string): number =>
  Number(lines.findLast((line) => line.startsWith(kind))?.split(' ')[1]);

it('loses no acknowledged object or item, and no object has the body of another', async () => {
  await withCloud(async (cloud) => {
    const caller = root();
    await cloud.dispatch(caller, 's3', 'CreateBucket', {
      Bucket: 'killed-bucket',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    await cloud.dispatch(caller, 'dynamodb', 'CreateTable', {
      TableName: 'killed',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    });
  });
  for (let kill = 0; kill < KILLS; kill += 1) {
    const lines = await writeAndKill(kill * 1_000_000, 15 + 11 * kill);
    const [object, item] = [last(lines, 'object'), last(lines, 'item')];
    await withCloud(async (cloud) => {
      for (const [, record] of objects(cloud).list(BUCKETS, 'killed-bucket/')) {
        const body = readFileSync(objectPath(cloud, 'killed-bucket', record.key));
        expect(record.etag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
      }
      const newest = readFileSync(objectPath(cloud, 'killed-bucket', `dir/${object % 3}`), 'utf8');
      expect(Number(newest.split(':')[0])).toBeGreaterThanOrEqual(object);
      expect(readdirSync(join(directory, 's3', 'killed-bucket', 'dir')).sort()).toEqual(['0', '1', '2']);
      const found = await Promise.all(
        ['item', 'copy'].map(
          async (pk) =>
            await cloud.dispatch(root(), 'dynamodb', 'GetItem', {
              TableName: 'killed',
              Key: { pk: { S: pk } },
            }),
        ),
      );
      const counts = found.map((answer) =>
        Number((answer as { Item: { count: { N: string } } }).Item.count.N),
      );
      expect(counts[0]).toBeGreaterThanOrEqual(item);
      // The transaction wrote both or none.
      expect(counts[0]).toBe(counts[1]);
    });
  }
});
