import type {
  BatchCreatePartitionCommandInput,
  BatchCreatePartitionCommandOutput,
  CreatePartitionCommandInput,
  CreatePartitionCommandOutput,
  DeletePartitionCommandInput,
  DeletePartitionCommandOutput,
  GetPartitionsCommandInput,
  GetPartitionsCommandOutput,
  Partition,
  PartitionError,
  PartitionInput,
} from '@aws-sdk/client-glue';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { alreadyExists, entityNotFound, insufficient, invalidInput } from '../../lakeformation/lake-error.ts';
import { locationArn } from '../../lakeformation/locations.ts';
import { isWithin } from '../../../../core/access/lakeformation/permissions.ts';
import { catalogName } from '../catalog.ts';
import { catalogRequests } from '../catalog-requests.ts';
import { guardTable } from '../lake-guard.ts';
import { page } from '../page.ts';
import { findThroughLinks, hidesRows, readTable } from '../read-table.ts';
import { glueStore, type PartitionRecord, type TableRecord, tableKey } from '../store.ts';
import { visitorOf } from '../visitor.ts';
import { requireOwnTable } from './write-table.ts';

const BATCH_MAX = 100;

type TableAddress = {
  readonly CatalogId?: string | undefined;
  readonly DatabaseName: string | undefined;
  readonly TableName: string | undefined;
};

const requests = (action: string, input: TableAddress, context: RequestContext) =>
  catalogRequests(action, context, {
    CatalogId: input.CatalogId,
    database: input.DatabaseName,
    table: input.TableName ?? '',
  });

export const createPartition = defineOperation<CreatePartitionCommandInput, CreatePartitionCommandOutput>({
  service: 'glue',
  name: 'CreatePartition',
  authorize: (input, context) => requests('CreatePartition', input, context),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      addPartition(context, input, input.PartitionInput ?? {});
      return {};
    }),
});

export const batchCreatePartition = defineOperation<
  BatchCreatePartitionCommandInput,
  BatchCreatePartitionCommandOutput
>({
  service: 'glue',
  name: 'BatchCreatePartition',
  authorize: (input, context) => requests('BatchCreatePartition', input, context),
  handle: (input, context) => {
    const inputs = input.PartitionInputList ?? [];
    if (inputs.length > BATCH_MAX) throw invalidInput(`at most ${BATCH_MAX} partitions per call`);
    const errors = inputs.flatMap((one): PartitionError[] => {
      try {
        context.cloud.store.transaction(() => addPartition(context, input, one));
        return [];
      } catch (error) {
        // Denials are the whole call's; what is wrong with one partition is its own.
        if (!(error instanceof AwsError) || error.code === 'AccessDeniedException') throw error;
        const detail = { ErrorCode: error.code, ErrorMessage: error.message };
        return [{ PartitionValues: one.Values ?? [], ErrorDetail: detail }];
      }
    });
    return { Errors: errors };
  },
});

export const getPartitions = defineOperation<GetPartitionsCommandInput, GetPartitionsCommandOutput>({
  service: 'glue',
  name: 'GetPartitions',
  authorize: (input, context) => requests('GetPartitions', input, context),
  handle: (input, context) => {
    if (input.Expression) throw invalidInput('the sandbox lists all partitions: leave Expression out');
    const visitor = visitorOf(context, input.CatalogId);
    const name = catalogName(input.TableName, 'TableName');
    const found = findThroughLinks(visitor, catalogName(input.DatabaseName, 'DatabaseName'), name);
    const shown = readTable(visitor, found);
    if (!shown) throw insufficient('Describe', name);
    const { scope, table } = found;
    // Values of partitions are values of rows.
    const hidesKeys = (shown.PartitionKeys ?? []).length < (table.input.PartitionKeys ?? []).length;
    if (hidesKeys || hidesRows(visitor, found)) throw insufficient('Select', name);
    const columns = new Set((shown.StorageDescriptor?.Columns ?? []).map(({ Name }) => Name));
    const partitions = glueStore(context.cloud)
      .partitions.list(scope, `${tableKey(table.database, table.name)}/`)
      .map(([, partition]) => withColumns(renderPartition(partition, table, scope.accountId), columns));
    const { items, ...more } = page(partitions, input);
    return { Partitions: items, ...more };
  },
});

export const deletePartition = defineOperation<DeletePartitionCommandInput, DeletePartitionCommandOutput>({
  service: 'glue',
  name: 'DeletePartition',
  authorize: (input, context) => requests('DeletePartition', input, context),
  handle: (input, context) => {
    const visitor = visitorOf(context, input.CatalogId);
    const table = requireOwnTable(visitor, input.DatabaseName, catalogName(input.TableName, 'TableName'));
    guardTable(visitor, table, 'DELETE');
    const key = partitionKey(table, input.PartitionValues ?? []);
    if (!glueStore(context.cloud).partitions.delete(visitor.scope, key)) {
      throw entityNotFound('Partition not found.');
    }
    return {};
  },
});

function addPartition(context: RequestContext, address: TableAddress, input: PartitionInput): void {
  const visitor = visitorOf(context, address.CatalogId);
  const table = requireOwnTable(visitor, address.DatabaseName, catalogName(address.TableName, 'TableName'));
  guardTable(visitor, table, 'INSERT');
  const values = input.Values ?? [];
  const keys = table.input.PartitionKeys ?? [];
  if (values.length !== keys.length || keys.length === 0) {
    throw invalidInput(
      `The number of partition keys do not match the number of partition values: ${keys.length} and ${values.length}`,
    );
  }
  checkLocation(table, input);
  const key = partitionKey(table, values);
  const { partitions } = glueStore(context.cloud);
  if (partitions.get(visitor.scope, key)) throw alreadyExists('Partition already exists.');
  partitions.put(visitor.scope, key, { input, createdAt: context.now.toISOString() });
}

/** Lake Formation vends the table's location: a partition elsewhere could not be read, or would widen it. */
function checkLocation(table: TableRecord, input: PartitionInput): void {
  const own = locationArn(table.input.StorageDescriptor?.Location);
  const location = locationArn(input.StorageDescriptor?.Location);
  if (location === undefined || own === undefined || isWithin(location, own)) return;
  throw invalidInput(
    `partition location ${input.StorageDescriptor?.Location} is not below ${table.input.StorageDescriptor?.Location}`,
  );
}

function partitionKey(table: TableRecord, values: readonly string[]): string {
  return `${tableKey(table.database, table.name)}/${JSON.stringify(values)}`;
}

function renderPartition(
  { input, createdAt }: PartitionRecord,
  table: TableRecord,
  catalogId: string,
): Partition {
  return {
    ...input,
    CatalogId: catalogId,
    DatabaseName: table.database,
    TableName: table.name,
    CreationTime: new Date(createdAt),
  };
}

/** A partition writes the columns of its table once more. */
function withColumns(partition: Partition, shown: ReadonlySet<string | undefined>): Partition {
  const { StorageDescriptor: storage } = partition;
  if (!storage?.Columns) return partition;
  const columns = storage.Columns.filter(({ Name }) => shown.has(Name));
  return { ...partition, StorageDescriptor: { ...storage, Columns: columns } };
}
