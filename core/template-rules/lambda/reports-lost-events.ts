import { offence, property } from '../property.ts';
import type { ExampleResources, RuleResource, TemplateRule } from '../template-rule.ts';

const NAME = 'acme-prod-sales-measure-slo';
const ARN = `arn:aws:lambda:eu-west-1:111111111111:function:${NAME}`;

export const reportsLostEvents: TemplateRule = {
  id: 'F-4',
  statement:
    'A function that a schedule or a rule starts has bounded retries, and a place for events that failed for good',
  fix: 'set `failureQueueArn`',
  source: 'AWS’s guide to asynchronous invocation: without a destination a failed event is dropped',
  types: ['AWS::Lambda::Function'],
  check: (fn, { resources, scope }) => {
    const name = String(fn.properties['FunctionName']);
    const arn = `arn:aws:lambda:${scope.names.region}:${scope.account}:function:${name}`;
    if (!resources.some((resource) => targets(resource).includes(arn))) return [];
    const settings = resources.filter(
      ({ type, properties }) =>
        type === 'AWS::Lambda::EventInvokeConfig' && properties['FunctionName'] === name,
    );
    return settings.some(isBounded) ? [] : [offence('EventInvokeConfig', settings[0]?.properties)];
  },
  examples: [
    { name: 'a queue for what failed', expect: 'holds', resources: scheduled({ MaximumRetryAttempts: 2 }) },
    { name: 'no bound', expect: 'breaks', resources: scheduled({}) },
    {
      name: 'no place',
      expect: 'breaks',
      resources: scheduled({ MaximumRetryAttempts: 2, DestinationConfig: {} }),
    },
  ],
};

function targets({ type, properties }: RuleResource): readonly unknown[] {
  if (type === 'AWS::Scheduler::Schedule') return [property(properties, 'Target.Arn')];
  const list = type === 'AWS::Events::Rule' ? properties['Targets'] : [];
  return Array.isArray(list) ? list.map((target) => property(target, 'Arn')) : [];
}

function isBounded({ properties }: RuleResource): boolean {
  return (
    typeof property(properties, 'DestinationConfig.OnFailure.Destination') === 'string' &&
    properties['MaximumRetryAttempts'] !== undefined &&
    properties['MaximumEventAgeInSeconds'] !== undefined
  );
}

function scheduled(more: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: NAME } },
    Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: ARN } } },
    Settings: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Function' },
        MaximumEventAgeInSeconds: 3_600,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:111111111111:failed' } },
        ...more,
      },
    },
  };
}
