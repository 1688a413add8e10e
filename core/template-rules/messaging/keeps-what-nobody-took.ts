import { offence, property, records } from '../property.ts';
import type { ExampleResources, Offence, TemplateRule } from '../template-rule.ts';

export const keepsWhatNobodyTook: TemplateRule = {
  id: 'M-5',
  statement: 'What a rule or schedule cannot deliver is tried for a bounded time and then kept in a queue',
  fix: 'set `retryPolicy` and `deadLetterConfig`',
  source: 'AWS’s guide to retries and dead-letter queues of EventBridge',
  types: ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'],
  check: ({ type, properties }) =>
    type === 'AWS::Scheduler::Schedule'
      ? lacking('Target', properties['Target'])
      : records(properties['Targets']).flatMap((target, index) => lacking(`Targets.${index}`, target)),
  examples: [
    { name: 'both', expect: 'holds', resources: ruleWith({ RetryPolicy: { MaximumRetryAttempts: 24 } }) },
    { name: 'no bound', expect: 'breaks', resources: ruleWith({}) },
    {
      name: 'no queue',
      expect: 'breaks',
      resources: ruleWith({ RetryPolicy: { MaximumRetryAttempts: 24 }, DeadLetterConfig: {} }),
    },
  ],
};

function lacking(at: string, target: unknown): readonly Offence[] {
  return ['RetryPolicy.MaximumRetryAttempts', 'DeadLetterConfig.Arn']
    .filter((path) => property(target, path) === undefined)
    .map((path) => offence(`${at}.${path}`, undefined));
}

function ruleWith(more: Readonly<Record<string, unknown>>): ExampleResources {
  const target = {
    Id: 'run',
    Arn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:acme-prod-sales--orders-v1',
    DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111111111111:acme-prod-sales-undelivered' },
    ...more,
  };
  return { Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [target] } } };
}
