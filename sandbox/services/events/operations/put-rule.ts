import type { PutRuleCommandInput, PutRuleCommandOutput } from '@aws-sdk/client-eventbridge';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { parseExpression } from '../../scheduler/schedule-expression.ts';
import { requireBus, ruleArn } from '../bus-address.ts';
import { parsePattern } from '../parse-pattern.ts';
import { ruleRequest } from '../requests.ts';
import { eventsStore, type RuleRecord } from '../store.ts';

/** AWS's quota of rules on one bus. */
const RULES_MAX = 300;
const NAME = /^[\w.-]{1,64}$/;

/** Creates a rule, or replaces all of an existing one but its targets and tags. */
export const putRule = defineOperation<PutRuleCommandInput, PutRuleCommandOutput>({
  service: 'events',
  name: 'PutRule',
  authorize: (input, context) =>
    andTag(
      ruleRequest('PutRule', { bus: input.EventBusName, name: input.Name }, context),
      'events:TagResource',
      input.Tags,
    ),
  handle: (input, { cloud, accountId, region }) => {
    const bus = requireBus(cloud, { accountId, region }, input.EventBusName);
    const name = input.Name ?? '';
    if (!NAME.test(name))
      throw invalid(`${JSON.stringify(name)} is not a name for a rule (1 to 64 letters, digits, . - _)`);
    const { rules } = eventsStore(cloud);
    const key = `${bus.record.name}/${name}`;
    const before = rules.get(bus.scope, key);
    if (!before && rules.list(bus.scope, `${bus.record.name}/`).length >= RULES_MAX) {
      throw new AwsError('LimitExceededException', `an event bus has at most ${RULES_MAX} rules`);
    }
    const record: RuleRecord = {
      name,
      bus: bus.record.name,
      arn: ruleArn(bus.scope, bus.record.name, name),
      ...what(input, bus.record.name),
      state: ruleState(input.State),
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.RoleArn !== undefined && { roleArn: input.RoleArn }),
      tags: before?.tags ?? input.Tags ?? [],
      targets: before?.targets ?? [],
      createdBy: before?.createdBy ?? accountId,
    };
    rules.put(bus.scope, key, record);
    return { RuleArn: record.arn };
  },
});

function what(
  { EventPattern, ScheduleExpression }: PutRuleCommandInput,
  bus: string,
): Pick<RuleRecord, 'pattern' | 'schedule'> {
  const pattern = EventPattern === undefined ? undefined : parsePattern(EventPattern);
  const schedule =
    ScheduleExpression === undefined || ScheduleExpression === '' ? undefined : ScheduleExpression;
  if (pattern === undefined && schedule === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (schedule !== undefined) {
    if (bus !== 'default') throw invalid('ScheduleExpression is supported only on the default event bus.');
    if (parseExpression(schedule, 'UTC').kind === 'at')
      throw invalid('Parameter ScheduleExpression is not valid.');
  }
  return { ...(pattern !== undefined && { pattern }), ...(schedule !== undefined && { schedule }) };
}

function ruleState(state: string | undefined): RuleRecord['state'] {
  if (state === undefined || state === 'ENABLED') return 'ENABLED';
  if (state === 'DISABLED') return 'DISABLED';
  throw invalid(`the sandbox does not offer the rule state ${state}: it has no CloudTrail`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
