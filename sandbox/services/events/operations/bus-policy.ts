import type {
  PutPermissionCommandInput,
  PutPermissionCommandOutput,
  RemovePermissionCommandInput,
  RemovePermissionCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { type Bus, requireBus } from '../bus-address.ts';
import { busRequest } from '../requests.ts';
import { eventsStore, type PolicyDocument } from '../store.ts';

/** AWS's limit on the policy of a bus. */
const POLICY_BYTES_MAX = 10_240;
type Statement = PolicyDocument['Statement'][number];

/** Either the whole policy, or one statement in the older form. */
export const putPermission = defineOperation<PutPermissionCommandInput, PutPermissionCommandOutput>({
  service: 'events',
  name: 'PutPermission',
  authorize: (input, context) => [busRequest('PutPermission', input.EventBusName, context)],
  handle: (input, { cloud, accountId, region, now }) => {
    const bus = requireBus(cloud, { accountId, region }, input.EventBusName);
    const policy = input.Policy === undefined ? withStatement(input, bus) : parsePolicy(input.Policy);
    if (Buffer.byteLength(JSON.stringify(policy)) > POLICY_BYTES_MAX) {
      throw new AwsError(
        'PolicyLengthExceededException',
        `the policy is larger than ${POLICY_BYTES_MAX} bytes`,
      );
    }
    const record = { ...bus.record, policy, modifiedAt: now.toISOString() };
    eventsStore(cloud).buses.put(bus.scope, record.name, record);
    return {};
  },
});

export const removePermission = defineOperation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  service: 'events',
  name: 'RemovePermission',
  authorize: (input, context) => [busRequest('RemovePermission', input.EventBusName, context)],
  handle: (input, { cloud, accountId, region, now }) => {
    const { scope, record } = requireBus(cloud, { accountId, region }, input.EventBusName);
    const { policy, ...rest } = record;
    const before = policy?.Statement ?? [];
    const left = input.RemoveAllPermissions ? [] : before.filter(({ Sid }) => Sid !== input.StatementId);
    if (!input.RemoveAllPermissions && left.length === before.length) {
      throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
    }
    eventsStore(cloud).buses.put(scope, record.name, {
      ...rest,
      ...(policy && left.length > 0 && { policy: { ...policy, Statement: left } }),
      modifiedAt: now.toISOString(),
    });
    return {};
  },
});

function parsePolicy(text: string): PolicyDocument {
  const policy = parseJson(text);
  const statements = Object(policy).Statement;
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  if (!list.every(isStatement))
    throw invalid('the policy has no statements with Effect, Principal and Action');
  return { Version: String(Object(policy).Version ?? '2012-10-17'), Statement: list };
}

function isStatement(value: unknown): value is Statement {
  const { Effect, Principal, Action, NotPrincipal, NotAction } = Object(value);
  return (
    (Effect === 'Allow' || Effect === 'Deny') &&
    Boolean(Principal ?? NotPrincipal) &&
    Boolean(Action ?? NotAction)
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('the policy is not JSON');
  }
}

function withStatement(input: PutPermissionCommandInput, { record }: Bus): PolicyDocument {
  const { StatementId, Action, Principal, Condition } = input;
  if (!StatementId || Action !== 'events:PutEvents' || !Principal) {
    throw invalid('PutPermission needs Policy, or StatementId, Principal and the Action events:PutEvents');
  }
  const statement: Statement = {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: record.arn,
    ...(Condition && {
      Condition: { [Condition.Type ?? '']: { [Condition.Key ?? '']: Condition.Value ?? '' } },
    }),
  };
  const others = record.policy?.Statement.filter(({ Sid }) => Sid !== StatementId) ?? [];
  return { Version: '2012-10-17', Statement: [...others, statement] };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
