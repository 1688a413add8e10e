import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  Tag,
} from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type TableRecord = {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly attributes: readonly AttributeDefinition[];
  readonly globalIndexes: readonly GlobalSecondaryIndex[];
  readonly localIndexes: readonly LocalSecondaryIndex[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly readUnits: number;
  readonly writeUnits: number;
  /** ARN of the key that encrypts the table, where it is one of the account's own. */
  readonly keyArn?: string;
  readonly deletionProtection: boolean;
  readonly recoveryDays?: number;
  readonly ttlAttribute?: string;
  readonly tags: readonly Tag[];
};

/** An item in DynamoDB's JSON, with binary values in base64: `{ pk: { S: 'a' } }`. */
export type StoredItem = Record<string, unknown>;

export type TokenRecord = { readonly hash: string; readonly expiresAt: string };

export function tables(cloud: Cloud): Collection<TableRecord> {
  return cloud.store.collection('dynamodb.table');
}

/** By `<table>/<key>`; dynalite makes the key so that it sorts as DynamoDB does. */
export function items(cloud: Cloud): Collection<StoredItem> {
  return cloud.store.collection('dynamodb.item');
}

/** Client request tokens of transactions. */
export function tokens(cloud: Cloud): Collection<TokenRecord> {
  return cloud.store.collection('dynamodb.token');
}
