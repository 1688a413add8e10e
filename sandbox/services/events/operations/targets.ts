import type {
  ListTargetsByRuleCommandInput,
  ListTargetsByRuleCommandOutput,
  PutTargetsCommandInput,
  PutTargetsCommandOutput,
  RemoveTargetsCommandInput,
  RemoveTargetsCommandOutput,
  Target,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { passRoleRequest } from '../../lambda/authorize-function.ts';
import { parseTarget } from '../parse-target.ts';
import { ruleRequest } from '../requests.ts';
import { requireRule } from '../rule-address.ts';
import { eventsStore } from '../store.ts';

/** AWS's quota. */
const TARGETS_MAX = 5;

export const putTargets = defineOperation<PutTargetsCommandInput, PutTargetsCommandOutput>({
  service: 'events',
  name: 'PutTargets',
  authorize: (input, context) => [
    ruleRequest('PutTargets', { bus: input.EventBusName, name: input.Rule }, context),
    ...roles(input.Targets).map((role) => passRoleRequest(role, 'events.amazonaws.com')),
  ],
  handle: (input, context) => {
    const { scope, record } = requireRule(context, input.EventBusName, input.Rule);
    const added = (input.Targets ?? []).map((target) => parseTarget(target, scope));
    const kept = record.targets.filter(({ Id }) => !added.some((target) => target.Id === Id));
    const targets = [...kept, ...added];
    if (targets.length > TARGETS_MAX) {
      throw new AwsError('LimitExceededException', `a rule has at most ${TARGETS_MAX} targets`);
    }
    eventsStore(context.cloud).rules.put(scope, `${record.bus}/${record.name}`, { ...record, targets });
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

export const removeTargets = defineOperation<RemoveTargetsCommandInput, RemoveTargetsCommandOutput>({
  service: 'events',
  name: 'RemoveTargets',
  authorize: (input, context) => [
    ruleRequest('RemoveTargets', { bus: input.EventBusName, name: input.Rule }, context),
  ],
  handle: (input, context) => {
    const { scope, record } = requireRule(context, input.EventBusName, input.Rule);
    const ids = new Set(input.Ids ?? []);
    const targets = record.targets.filter(({ Id }) => !ids.has(Id));
    eventsStore(context.cloud).rules.put(scope, `${record.bus}/${record.name}`, { ...record, targets });
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

export const listTargetsByRule = defineOperation<
  ListTargetsByRuleCommandInput,
  ListTargetsByRuleCommandOutput
>({
  service: 'events',
  name: 'ListTargetsByRule',
  authorize: (input, context) => [
    ruleRequest('ListTargetsByRule', { bus: input.EventBusName, name: input.Rule }, context),
  ],
  handle: (input, context) => ({
    Targets: [...requireRule(context, input.EventBusName, input.Rule).record.targets],
  }),
});

function roles(targets: readonly Target[] | undefined): readonly string[] {
  return [...new Set((targets ?? []).flatMap(({ RoleArn }) => (RoleArn === undefined ? [] : [RoleArn])))];
}
