import type { Service } from '../../cloud/service.ts';
import { deleteItem, getItem, putItem, updateItem } from './operations/items.ts';
import { batchGetItem, batchWriteItem, query, scan } from './operations/read-many.ts';
import * as settings from './operations/table-settings.ts';
import * as tables from './operations/tables.ts';
import { transactGetItems, transactWriteItems } from './operations/transactions.ts';

export const dynamodbService: Service = {
  name: 'dynamodb',
  operations: {
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateTable: tables.createTable,
    DeleteItem: deleteItem,
    DeleteTable: tables.deleteTable,
    DescribeContinuousBackups: settings.describeContinuousBackups,
    DescribeTable: tables.describeTable,
    DescribeTimeToLive: settings.describeTimeToLive,
    GetItem: getItem,
    GetResourcePolicy: settings.getResourcePolicy,
    ListTables: tables.listTables,
    ListTagsOfResource: settings.listTagsOfResource,
    PutItem: putItem,
    Query: query,
    Scan: scan,
    TagResource: settings.tagResource,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UntagResource: settings.untagResource,
    UpdateContinuousBackups: settings.updateContinuousBackups,
    UpdateItem: updateItem,
    UpdateTable: tables.updateTable,
    UpdateTimeToLive: settings.updateTimeToLive,
  },
};
