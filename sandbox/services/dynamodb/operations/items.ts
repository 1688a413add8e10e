import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type Operation, type RequestContext } from '../../../cloud/operation.ts';
import { fromWireItem } from '../attribute-value.ts';
import { leadingKeys } from '../leading-keys.ts';
import { runNow, understoodMembers } from '../run-action.ts';
import { storedItem } from '../stored-item.ts';
import { dataRequests, tableAddress } from '../table.ts';

type ItemInput = {
  readonly TableName: string | undefined;
  readonly Key?: object | undefined;
  readonly Item?: object | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
};

function itemOperation<Input extends ItemInput, Output>(
  name: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem',
): Operation<Input, Omit<Output, '$metadata'>> {
  return defineOperation<Input, Output>({
    service: 'dynamodb',
    name,
    // Dynalite's tables of parameters name members of this input only.
    members: [...understoodMembers(name), 'ReturnValuesOnConditionCheckFailure'] as (keyof Input & string)[],
    authorize: (input, context) =>
      dataRequests(context, { action: name, table: input.TableName, context: leadingKeys(context, input) }),
    handle: (input, context) => {
      const address = tableAddress(context, input.TableName);
      const request = { ...input, TableName: address.name };
      // What dynalite answers has the members of this output.
      return withItems(runOne(context, name, request)) as Omit<Output, '$metadata'>;
    },
  });
}

function runOne(
  context: RequestContext,
  name: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem',
  request: ItemInput,
): object {
  const { scope } = tableAddress(context, request.TableName);
  try {
    return runNow(context.cloud, scope, name, request);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    if (request.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') throw error;
    const item = storedItem(context.cloud, scope, request);
    throw new AwsError(error.code, error.message, { details: item ? { Item: fromWireItem(item) } : {} });
  }
}

function withItems(result: object): object {
  const { Item, Attributes } = result as { readonly Item?: unknown; readonly Attributes?: unknown };
  return {
    ...result,
    ...(Item !== undefined && { Item: fromWireItem(Item) }),
    ...(Attributes !== undefined && { Attributes: fromWireItem(Attributes) }),
  };
}

export const getItem = itemOperation<GetItemCommandInput, GetItemCommandOutput>('GetItem');
export const putItem = itemOperation<PutItemCommandInput, PutItemCommandOutput>('PutItem');
export const updateItem = itemOperation<UpdateItemCommandInput, UpdateItemCommandOutput>('UpdateItem');
export const deleteItem = itemOperation<DeleteItemCommandInput, DeleteItemCommandOutput>('DeleteItem');
