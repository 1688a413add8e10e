import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { registryName } from '../../core/naming/names.ts';
import type { RegistryHead, RegistryRun } from '../../core/pipeline/run.ts';
import type { Environment, Mesh, Product } from '../../core/spec/mesh.ts';
import { type Connection, dynamodbClient } from './clients.ts';
import { accountIn } from './environment.ts';
import type { ProductRecords } from './product-state.ts';

const RUNS_SHOWN_MAX = 50;

/** Reads what a domain's registry holds of its products. */
export class RegistryReader {
  readonly #connection: Connection;
  readonly #mesh: Mesh;
  readonly #environment: Environment;
  /** By account: a client keeps its connections. */
  readonly #clients = new Map<string, Promise<DynamoDBClient>>();

  constructor(connection: Connection, mesh: Mesh, environment: Environment) {
    this.#connection = connection;
    this.#mesh = mesh;
    this.#environment = environment;
  }

  async records(product: Product): Promise<ProductRecords> {
    const [head, [latest]] = await Promise.all([this.#head(product), this.runs(product, 1)]);
    return { ...(head && { head }), ...(latest && { latest }) };
  }

  /** The newest runs first. */
  async runs(product: Product, limit = RUNS_SHOWN_MAX): Promise<readonly RegistryRun[]> {
    const { QueryCommand } = await import('@aws-sdk/client-dynamodb');
    const client = await this.#client(product);
    const { Items } = await client.send(
      new QueryCommand({
        TableName: this.#table(product),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :run)',
        ExpressionAttributeValues: { ':pk': { S: partition(product) }, ':run': { S: 'run/' } },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    const { unmarshall } = await import('@aws-sdk/util-dynamodb');
    // Only `core/pipeline/run.ts` shapes are written below `run/`.
    return (Items ?? []).map((item) => unmarshall(item) as RegistryRun);
  }

  async #head(product: Product): Promise<RegistryHead | undefined> {
    const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
    const client = await this.#client(product);
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: this.#table(product),
        Key: { pk: { S: partition(product) }, sk: { S: 'head' } },
        ConsistentRead: true,
      }),
    );
    const { unmarshall } = await import('@aws-sdk/util-dynamodb');
    // Only `core/pipeline/run.ts` shapes are written as `head`.
    return Item && (unmarshall(Item) as RegistryHead);
  }

  #table(product: Product): string {
    const { name, region } = this.#environment;
    return registryName({ mesh: this.#mesh.name, environment: name, region }, product.domain);
  }

  #client(product: Product): Promise<DynamoDBClient> {
    const account = accountIn(this.#mesh, this.#environment.name, product.domain);
    const client =
      this.#clients.get(account) ??
      dynamodbClient(this.#connection, this.#connection.rootCredentials(account));
    this.#clients.set(account, client);
    return client;
  }
}

function partition(product: Product): string {
  return `${product.name}/v${product.major}`;
}
