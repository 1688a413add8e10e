import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import { invariant } from '../../../core/errors/invariant.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { toWire } from './attribute-value.ts';
import { DYNALITE_OPTIONS, dynaliteStore } from './dynalite-store.ts';

const ACTIONS = {
  BatchGetItem: { action: batchGetItem, rules: batchGetItemRules },
  BatchWriteItem: { action: batchWriteItem, rules: batchWriteItemRules },
  DeleteItem: { action: deleteItem, rules: deleteItemRules },
  GetItem: { action: getItem, rules: getItemRules },
  PutItem: { action: putItem, rules: putItemRules },
  Query: { action: query, rules: queryRules },
  Scan: { action: scan, rules: scanRules },
  UpdateItem: { action: updateItem, rules: updateItemRules },
};

export type ActionName = keyof typeof ACTIONS;

/** Parameters that dynalite understands of an operation. */
export function understoodMembers(name: ActionName): readonly string[] {
  return Object.keys(ACTIONS[name].rules.types);
}

/** Validates a request as DynamoDB does and runs it; binary values of the answer are in base64. */
export async function runAction(
  cloud: Cloud,
  scope: Scope,
  name: ActionName,
  input: object,
): Promise<object> {
  const { promise, resolve, reject } = Promise.withResolvers<object>();
  start(cloud, scope, {
    name,
    input,
    done: (error, result) => (error ? reject(asAwsError(error)) : resolve(result)),
  });
  return await promise;
}

/** As `runAction`, for what reads and writes single items: complete when it returns, fit for a transaction. */
export function runNow(
  cloud: Cloud,
  scope: Scope,
  name: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem',
  input: object,
): object {
  let outcome: { readonly error: unknown; readonly result: object } | undefined;
  start(cloud, scope, { name, input, done: (error, result) => (outcome = { error, result }) });
  invariant(outcome, 'operations on single items complete at once');
  if (outcome.error) throw asAwsError(outcome.error);
  return outcome.result;
}

function start(
  cloud: Cloud,
  scope: Scope,
  run: {
    readonly name: ActionName;
    readonly input: object;
    readonly done: (error: unknown, result: object) => void;
  },
): void {
  const { action } = ACTIONS[run.name];
  try {
    const data = validate(run.name, run.input);
    action(dynaliteStore(cloud, scope), data, (error, result) => run.done(error, Object(result)));
  } catch (error) {
    throw asAwsError(error);
  }
}

/** The request in the form of the wire, with its expressions parsed. */
export function validate(name: ActionName | 'CreateTable', input: object): Record<string, unknown> {
  const rules = name === 'CreateTable' ? createTableRules : ACTIONS[name].rules;
  try {
    const data = validations.checkTypes(Object(toWire(input)), rules.types);
    validations.checkValidations(data, rules.types, rules.custom, { options: DYNALITE_OPTIONS });
    return data;
  } catch (error) {
    throw asAwsError(error);
  }
}

/** Dynalite's errors hold DynamoDB's answer. */
export function asAwsError(error: unknown): unknown {
  if (error instanceof AwsError || !(error instanceof Error) || !('body' in error)) return error;
  const body: { __type?: unknown; message?: unknown; Message?: unknown } = Object(error.body);
  const type = String(body.__type);
  const message = body.message ?? body.Message;
  return new AwsError(type.slice(type.indexOf('#') + 1), typeof message === 'string' ? message : '');
}
