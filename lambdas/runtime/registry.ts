import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

import type { RegistryHead, RegistryLease, RegistryRun } from '../../core/pipeline/run.ts';
import { fromItem, toItem } from './item-attributes.ts';

/** A run's items are found in its newest ones: at most this many pages of a query are read. */
const RUN_PAGES_MAX = 10;

/** The registry items of one product, with the conditions that keep them consistent. */
export class ProductRegistry {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #pk: string;

  constructor(client: DynamoDBClient, table: string, pk: string) {
    this.#client = client;
    this.#table = table;
    this.#pk = pk;
  }

  async head(): Promise<RegistryHead | undefined> {
    // Only `publish` writes heads.
    return (await this.#get('head')) as RegistryHead | undefined;
  }

  async lease(): Promise<RegistryLease | undefined> {
    // Only `takeLease` and `begin` write leases.
    return (await this.#get('lease')) as RegistryLease | undefined;
  }

  async run(sk: string): Promise<RegistryRun | undefined> {
    // Only `begin` and `putRun` write items under run keys.
    return (await this.#get(sk)) as RegistryRun | undefined;
  }

  /** Items of one run's attempts, newest first, among the newest items of the product. */
  async attemptsOf(run: string): Promise<readonly RegistryRun[]> {
    const found: RegistryRun[] = [];
    let start: Record<string, AttributeValue> | undefined;
    for (let page = 0; page < RUN_PAGES_MAX; page++) {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          FilterExpression: 'run = :run',
          ExpressionAttributeValues: toItem({ ':pk': this.#pk, ':prefix': 'run/', ':run': run }),
          ScanIndexForward: false,
          ConsistentRead: true,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        }),
      );
      // As for `run`.
      found.push(...Items.map((item) => fromItem(item) as RegistryRun));
      if (LastEvaluatedKey === undefined) break;
      start = LastEvaluatedKey;
    }
    return found;
  }

  /** Takes the lease when it is free, ours already, or still held by the execution that is known to be over. */
  async takeLease(lease: RegistryLease, over?: RegistryLease): Promise<boolean> {
    const condition =
      over === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk) OR execution = :own' }
        : { ConditionExpression: 'attribute_not_exists(pk) OR execution = :own OR execution = :over' };
    return unlessRefused(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toItem(lease),
          ...condition,
          ExpressionAttributeValues: toItem({ ':own': lease.execution, ':over': over?.execution }),
        }),
      ),
    );
  }

  /** Gives the lease back; nothing happens when it is not this execution's. */
  async releaseLease(execution: string): Promise<boolean> {
    return unlessRefused(
      this.#client.send(
        new DeleteItemCommand({
          TableName: this.#table,
          Key: toItem({ pk: this.#pk, sk: 'lease' }),
          ConditionExpression: 'execution = :own',
          ExpressionAttributeValues: toItem({ ':own': execution }),
        }),
      ),
    );
  }

  /** Names the attempt in the lease and opens its item, while the lease is ours. */
  async begin(lease: RegistryLease, run: RegistryRun): Promise<boolean> {
    return this.#transact([
      { Put: { TableName: this.#table, Item: toItem(lease), ...ownLease(lease.execution) } },
      { Put: { TableName: this.#table, Item: toItem(run) } },
    ]);
  }

  /** Moves the head, closes the run's item and gives the lease back, all at once, while the lease is ours. */
  async publish(head: RegistryHead, run: RegistryRun): Promise<boolean> {
    return this.#transact([
      { Put: { TableName: this.#table, Item: toItem(head) } },
      { Put: { TableName: this.#table, Item: toItem(run) } },
      {
        Delete: {
          TableName: this.#table,
          Key: toItem({ pk: this.#pk, sk: 'lease' }),
          ...ownLease(run.execution),
        },
      },
    ]);
  }

  /** Closes a run's item that did not publish. */
  async putRun(run: RegistryRun): Promise<boolean> {
    return unlessRefused(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toItem(run),
          ConditionExpression: 'attribute_not_exists(pk) OR #status <> :published',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: toItem({ ':published': 'published' }),
        }),
      ),
    );
  }

  async #get(sk: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: toItem({ pk: this.#pk, sk }),
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? undefined : fromItem(Item);
  }

  async #transact(items: TransactWriteItem[]): Promise<boolean> {
    return unlessRefused(this.#client.send(new TransactWriteItemsCommand({ TransactItems: items })));
  }
}

const ownLease = (execution: string) => ({
  ConditionExpression: 'execution = :own',
  ExpressionAttributeValues: toItem({ ':own': execution }),
});

/** False when a condition did not hold. */
async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ConditionalCheckFailedException') return true;
  if (error.name !== 'TransactionCanceledException') return false;
  // A transaction is cancelled for other reasons too (conflicts, throttles), which are not a refusal.
  const reasons = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
  return Array.isArray(reasons) && reasons.some((reason) => reason?.Code === 'ConditionalCheckFailed');
}
