import type {
  DeleteRuleCommandInput,
  DeleteRuleCommandOutput,
  DescribeRuleCommandInput,
  DescribeRuleCommandOutput,
  DisableRuleCommandInput,
  DisableRuleCommandOutput,
  EnableRuleCommandInput,
  EnableRuleCommandOutput,
  ListRulesCommandInput,
  ListRulesCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { busAddress, requireBus } from '../bus-address.ts';
import { ruleRequest } from '../requests.ts';
import { requireRule } from '../rule-address.ts';
import { eventsStore, type RuleRecord } from '../store.ts';

type RuleInput = { readonly Name?: string | undefined; readonly EventBusName?: string | undefined };
const request = (action: string) => (input: RuleInput, context: RequestContext) => [
  ruleRequest(action, { bus: input.EventBusName, name: input.Name }, context),
];

export const describeRule = defineOperation<DescribeRuleCommandInput, DescribeRuleCommandOutput>({
  service: 'events',
  name: 'DescribeRule',
  authorize: request('DescribeRule'),
  handle: (input, context) => {
    const { record } = requireRule(context, input.EventBusName, input.Name);
    return { ...shown(record), CreatedBy: record.createdBy };
  },
});

export const deleteRule = defineOperation<DeleteRuleCommandInput, DeleteRuleCommandOutput>({
  service: 'events',
  name: 'DeleteRule',
  authorize: request('DeleteRule'),
  handle: (input, { cloud, accountId, region }) => {
    const { scope, name } = busAddress({ accountId, region }, input.EventBusName);
    const key = `${name}/${input.Name}`;
    const { rules } = eventsStore(cloud);
    if (rules.get(scope, key)?.targets.length) {
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    }
    rules.delete(scope, key);
    return {};
  },
});

export const enableRule = defineOperation<EnableRuleCommandInput, EnableRuleCommandOutput>({
  service: 'events',
  name: 'EnableRule',
  authorize: request('EnableRule'),
  handle: (input, context) => setState(context, input, 'ENABLED'),
});

export const disableRule = defineOperation<DisableRuleCommandInput, DisableRuleCommandOutput>({
  service: 'events',
  name: 'DisableRule',
  authorize: request('DisableRule'),
  handle: (input, context) => setState(context, input, 'DISABLED'),
});

export const listRules = defineOperation<ListRulesCommandInput, ListRulesCommandOutput>({
  service: 'events',
  name: 'ListRules',
  authorize: (input, context) => [ruleRequest('ListRules', { bus: input.EventBusName, name: '*' }, context)],
  handle: (input, { cloud, accountId, region }) => {
    const { scope, record: bus } = requireBus(cloud, { accountId, region }, input.EventBusName);
    const all = eventsStore(cloud).rules.list(scope, `${bus.name}/${input.NamePrefix ?? ''}`);
    return { Rules: all.map(([, record]) => shown(record)) };
  },
});

function setState(
  context: RequestContext,
  input: RuleInput,
  state: RuleRecord['state'],
): Record<string, never> {
  const { scope, record } = requireRule(context, input.EventBusName, input.Name);
  eventsStore(context.cloud).rules.put(scope, `${record.bus}/${record.name}`, { ...record, state });
  return {};
}

function shown(record: RuleRecord) {
  return {
    Name: record.name,
    Arn: record.arn,
    EventBusName: record.bus,
    State: record.state,
    ...(record.pattern !== undefined && { EventPattern: JSON.stringify(record.pattern) }),
    ...(record.schedule !== undefined && { ScheduleExpression: record.schedule }),
    ...(record.description !== undefined && { Description: record.description }),
    ...(record.roleArn !== undefined && { RoleArn: record.roleArn }),
  };
}
