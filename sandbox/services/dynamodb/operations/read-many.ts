import type {
  AttributeValue,
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { defineOperation, type Operation } from '../../../cloud/operation.ts';
import { fromWireItem } from '../attribute-value.ts';
import { leadingKeys } from '../leading-keys.ts';
import { runAction, understoodMembers } from '../run-action.ts';
import { dataRequests, tableAddress } from '../table.ts';

type Page = { readonly Items?: readonly unknown[]; readonly LastEvaluatedKey?: unknown };

type ReadInput = {
  readonly TableName: string | undefined;
  readonly IndexName?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
};

function pageOperation<Input extends ReadInput, Output>(
  name: 'Query' | 'Scan',
): Operation<Input, Omit<Output, '$metadata'>> {
  return defineOperation<Input, Output>({
    service: 'dynamodb',
    name,
    // Dynalite's tables of parameters name members of this input only.
    members: understoodMembers(name) as (keyof Input & string)[],
    authorize: (input, context) =>
      dataRequests(context, {
        action: name,
        table: input.TableName,
        index: input.IndexName,
        context: leadingKeys(context, input),
      }),
    handle: async (input, { cloud, ...context }) => {
      const { scope, name: table } = tableAddress(context, input.TableName);
      const page: Page = await runAction(cloud, scope, name, { ...input, TableName: table });
      const items = page.Items?.map(fromWireItem);
      const last = page.LastEvaluatedKey;
      // What dynalite answers has the members of this output.
      return {
        ...page,
        ...(items && { Items: items }),
        ...(last !== undefined && { LastEvaluatedKey: fromWireItem(last) }),
      } as unknown as Omit<Output, '$metadata'>;
    },
  });
}

export const query = pageOperation<QueryCommandInput, QueryCommandOutput>('Query');
export const scan = pageOperation<ScanCommandInput, ScanCommandOutput>('Scan');

export const batchGetItem = defineOperation<BatchGetItemCommandInput, BatchGetItemCommandOutput>({
  service: 'dynamodb',
  name: 'BatchGetItem',
  members: ['RequestItems', 'ReturnConsumedCapacity'],
  authorize: (input, context) =>
    Object.keys(input.RequestItems ?? {}).flatMap((table) =>
      dataRequests(context, { action: 'BatchGetItem', table }),
    ),
  handle: async (input, { cloud, accountId, region }) => {
    const result = await runAction(cloud, { accountId, region }, 'BatchGetItem', input);
    const { Responses } = result as { readonly Responses?: Record<string, readonly unknown[]> };
    return {
      ...result,
      Responses: Object.fromEntries(
        Object.entries(Responses ?? {}).map(([table, found]): [string, Record<string, AttributeValue>[]] => [
          table,
          found.map(fromWireItem),
        ]),
      ),
    };
  },
});

export const batchWriteItem = defineOperation<BatchWriteItemCommandInput, BatchWriteItemCommandOutput>({
  service: 'dynamodb',
  name: 'BatchWriteItem',
  members: ['RequestItems', 'ReturnConsumedCapacity'],
  authorize: (input, context) =>
    Object.keys(input.RequestItems ?? {}).flatMap((table) =>
      dataRequests(context, { action: 'BatchWriteItem', table }),
    ),
  handle: async (input, { cloud, accountId, region }) =>
    await runAction(cloud, { accountId, region }, 'BatchWriteItem', input),
});
