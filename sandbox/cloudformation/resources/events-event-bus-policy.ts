import type { Condition } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { isRecord } from '../../../core/cloudformation/intrinsic.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { unlessAbsent } from '../not-found.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { document, sdkShape } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  EventBusName: z.string().default('default'),
  StatementId: z.string(),
  Statement: document.optional(),
  Action: z.string().optional(),
  Principal: z.string().optional(),
  Condition: sdkShape<Condition>('Key', 'Type', 'Value').optional(),
});
type Properties = z.infer<typeof Properties>;

/** One statement of a bus's policy. */
export const eventsEventBusPolicy = defineProvider<Properties>({
  type: 'AWS::Events::EventBusPolicy',
  properties: Properties,
  createOnly: ['EventBusName', 'StatementId'],
  identifiers: ['EventBusName', 'StatementId'],
  createsAgain: true,
  identify: idOf,
  create: async (properties, context) => {
    await put(properties, context);
    return { physicalId: idOf(properties) };
  },
  read: async (_physicalId, context, properties) => {
    const statements = await statementsOf(properties, context);
    return statements.some(({ Sid }) => Sid === properties.StatementId) ? {} : undefined;
  },
  describe: async (_physicalId, context, properties) => {
    const statements = await statementsOf(properties, context);
    const Statement = statements.find(({ Sid }) => Sid === properties.StatementId);
    return Statement && { Statement };
  },
  update: async (_physicalId, { desired }, context) => {
    await put(desired, context);
    return undefined;
  },
  delete: async (_physicalId, { call, cloud }, { EventBusName, StatementId }) => {
    const remove = () => unlessAbsent(call('events', 'RemovePermission', { EventBusName, StatementId }));
    await oneAtATime(cloud, `events policy ${EventBusName}`, remove);
  },
});

function idOf({ EventBusName, StatementId }: Properties): string {
  return `${EventBusName}|${StatementId}`;
}

async function put(properties: Properties, context: ResourceContext): Promise<void> {
  const { EventBusName, StatementId, Statement, Action, Principal, Condition } = properties;
  if (Statement === undefined) {
    await context.call('events', 'PutPermission', {
      EventBusName,
      StatementId,
      ...(Action !== undefined && { Action }),
      ...(Principal !== undefined && { Principal }),
      ...(Condition && { Condition }),
    });
    return;
  }
  if ((Statement['Sid'] ?? StatementId) !== StatementId) {
    throw new AwsError('ValidationException', `the statement's Sid must be ${StatementId}`);
  }
  // The API takes a statement as part of the whole policy only.
  await oneAtATime(context.cloud, `events policy ${EventBusName}`, async () => {
    const others = (await statementsOf(properties, context)).filter(({ Sid }) => Sid !== StatementId);
    const policy = { Version: '2012-10-17', Statement: [...others, { ...Statement, Sid: StatementId }] };
    await context.call('events', 'PutPermission', { EventBusName, Policy: JSON.stringify(policy) });
  });
}

async function statementsOf(
  { EventBusName }: Properties,
  { call }: ResourceContext,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found = await unlessAbsent(call('events', 'DescribeEventBus', { Name: EventBusName }));
  const policy: unknown = JSON.parse(found?.Policy || '{}');
  const statements = isRecord(policy) ? policy['Statement'] : undefined;
  return Array.isArray(statements) ? statements.filter(isRecord) : [];
}
