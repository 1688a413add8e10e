import { createHash } from 'node:crypto';
import type {
  CancellationReason,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import db from 'dynalite/db/index.js';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { fromWireItem, toWire } from '../attribute-value.ts';
import { leadingKeys } from '../leading-keys.ts';
import { asAwsError, runNow, validate } from '../run-action.ts';
import { tokens } from '../store.ts';
import { itemKey, storedItem } from '../stored-item.ts';
import { dataRequests } from '../table.ts';

const ITEMS_MAX = 100;
/** How long DynamoDB remembers a client request token. */
const TOKEN_MS = 10 * 60 * 1000;

type Part = {
  readonly kind: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
  readonly request: {
    readonly TableName: string | undefined;
    readonly Key?: object | undefined;
    readonly Item?: object | undefined;
    readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
  };
};

function partsOf(input: TransactWriteItemsCommandInput): readonly Part[] {
  const found = input.TransactItems ?? [];
  if (found.length === 0 || found.length > ITEMS_MAX)
    throw new AwsError('ValidationException', `a transaction has 1 to ${ITEMS_MAX} items`);
  return found.map(partOf);
}

function partOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Part {
  const parts: Part[] = [];
  if (Put) parts.push({ kind: 'PutItem', request: Put });
  if (Update) parts.push({ kind: 'UpdateItem', request: Update });
  if (Delete) parts.push({ kind: 'DeleteItem', request: Delete });
  if (ConditionCheck) parts.push({ kind: 'ConditionCheckItem', request: ConditionCheck });
  const [part] = parts;
  if (part && parts.length === 1) return part;
  throw new AwsError(
    'ValidationException',
    'TransactItems can only contain one of Check, Put, Update or Delete',
  );
}

export const transactWriteItems = defineOperation<
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput
>({
  service: 'dynamodb',
  name: 'TransactWriteItems',
  members: ['ClientRequestToken', 'TransactItems'],
  authorize: (input, context) =>
    partsOf(input).flatMap(({ kind, request }) =>
      dataRequests(context, {
        action: kind,
        table: request.TableName,
        context: leadingKeys(context, request),
      }),
    ),
  handle: (input, context) => {
    context.cloud.store.transaction(() => {
      if (isRepeated(input, context)) return;
      writeAll(partsOf(input), context);
    });
    return {};
  },
});

/** Applies every part or, by throwing within the store's transaction, none. */
function writeAll(parts: readonly Part[], context: RequestContext): void {
  refuseDuplicates(parts, context);
  const reasons = parts.map((part) => write(part, context));
  if (reasons.every(({ Code }) => Code === 'None')) return;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}

function write({ kind, request }: Part, { cloud, accountId, region }: RequestContext): CancellationReason {
  const scope = { accountId, region };
  try {
    if (kind === 'ConditionCheckItem') check(request, storedItem(cloud, scope, request));
    else runNow(cloud, scope, kind, request);
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    const item =
      request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
        ? storedItem(cloud, scope, request)
        : undefined;
    return {
      Code: 'ConditionalCheckFailed',
      Message: error.message,
      ...(item && { Item: fromWireItem(item) }),
    };
  }
}

/** A condition check is a delete that only asks. */
function check(request: object, existing: Record<string, unknown> | undefined): void {
  const failure = db.checkConditional(validate('DeleteItem', request), existing);
  if (failure) throw asAwsError(failure);
}

function refuseDuplicates(parts: readonly Part[], { cloud, accountId, region }: RequestContext): void {
  const seen = new Set<string>();
  for (const { kind, request } of parts) {
    validate(kind === 'ConditionCheckItem' ? 'DeleteItem' : kind, request);
    const key = itemKey(cloud, { accountId, region }, request);
    if (seen.has(key))
      throw new AwsError(
        'ValidationException',
        'Transaction request cannot include multiple operations on one item',
      );
    seen.add(key);
  }
}

/** The same token with the same request was answered before: the SDK sends it again after a lost answer. */
function isRepeated(
  { ClientRequestToken: token, TransactItems }: TransactWriteItemsCommandInput,
  { cloud, accountId, region, now }: RequestContext,
): boolean {
  if (token === undefined) return false;
  const scope = { accountId, region };
  const hash = createHash('sha256')
    .update(JSON.stringify(toWire(TransactItems)))
    .digest('hex');
  for (const [key, known] of tokens(cloud).list(scope)) {
    if (known.expiresAt <= now.toISOString()) tokens(cloud).delete(scope, key);
  }
  const known = tokens(cloud).get(scope, token);
  if (known && known.hash !== hash)
    throw new AwsError('IdempotentParameterMismatchException', 'the token was used for another request');
  if (!known)
    tokens(cloud).put(scope, token, { hash, expiresAt: new Date(now.getTime() + TOKEN_MS).toISOString() });
  return known !== undefined;
}

export const transactGetItems = defineOperation<TransactGetItemsCommandInput, TransactGetItemsCommandOutput>({
  service: 'dynamodb',
  name: 'TransactGetItems',
  members: ['TransactItems'],
  authorize: (input, context) =>
    (input.TransactItems ?? []).flatMap(({ Get }) =>
      dataRequests(context, { action: 'GetItem', table: Get?.TableName }),
    ),
  handle: (input, { cloud, accountId, region }) => {
    const wanted = input.TransactItems ?? [];
    if (wanted.length === 0 || wanted.length > ITEMS_MAX)
      throw new AwsError('ValidationException', `a transaction has 1 to ${ITEMS_MAX} items`);
    const found = wanted.map(({ Get }) => {
      const answer: { readonly Item?: unknown } = runNow(cloud, { accountId, region }, 'GetItem', Get ?? {});
      return answer.Item === undefined ? {} : { Item: fromWireItem(answer.Item) };
    });
    return { Responses: found };
  },
});
