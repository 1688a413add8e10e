import { join } from 'node:path';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { dynamodbService } from '../../../sandbox/services/dynamodb/service.ts';
import { s3Service } from '../../../sandbox/services/s3/service.ts';

/* Overwrites a few objects and items without end, and prints each write once it was acknowledged. */

const directory = process.argv[2] ?? '';
const cloud = new Cloud({
  store: new Store(join(directory, 'state.sqlite')),
  directory,
  clock: () => new Date(),
  authorize: () => {},
});
for (const service of [s3Service, dynamodbService]) {
  cloud.register(service);
  await service.start?.(cloud);
}
const caller = { principal: { kind: 'root' }, accountId: '111122223333', region: 'eu-west-1' } as const;
const start = Number(process.argv[3]);
for (let count = start; ; count += 1) {
  const Key = `dir/${count % 3}`;
  const Body = `${count}:${'x'.repeat((count * 997) % 50_000)}`;
  await cloud.dispatch(caller, 's3', 'PutObject', { Bucket: 'killed-bucket', Key, Body });
  process.stdout.write(`object ${count}\n`);
  const Item = { pk: { S: 'item' }, count: { N: String(count) } };
  const Put = { TableName: 'killed', Item };
  const copy = { Put: { TableName: 'killed', Item: { ...Item, pk: { S: 'copy' } } } };
  await cloud.dispatch(caller, 'dynamodb', 'TransactWriteItems', { TransactItems: [{ Put }, copy] });
  process.stdout.write(`item ${count}\n`);
}
