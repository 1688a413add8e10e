import type { ExampleResources, TemplateRule } from '../template-rule.ts';
import { offence, property } from '../property.ts';

export const keepsItsLogs: TemplateRule = {
  id: 'F-5',
  statement: 'A function’s log group is in its stack: Lambda never makes one that keeps logs for ever',
  fix: 'add the `LogGroup` of `/aws/lambda/<function>`',
  source: 'AWS’s guide to logs of functions',
  types: ['AWS::Lambda::Function'],
  check: ({ properties }, { resources }) => {
    const own =
      property(properties, 'LoggingConfig.LogGroup') ?? `/aws/lambda/${String(properties['FunctionName'])}`;
    const isThere = resources.some(
      ({ type, properties: group }) => type === 'AWS::Logs::LogGroup' && group['LogGroupName'] === own,
    );
    return isThere ? [] : [offence('LogGroup', own)];
  },
  examples: [
    {
      name: 'its group',
      expect: 'holds',
      resources: functionLoggingTo('/aws/lambda/acme-prod-sales-audit-gate'),
    },
    {
      name: 'another’s',
      expect: 'breaks',
      resources: functionLoggingTo('/aws/lambda/acme-prod-sales-other'),
    },
  ],
};

function functionLoggingTo(LogGroupName: string): ExampleResources {
  return {
    Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'acme-prod-sales-audit-gate' } },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } },
  };
}
