import { offence } from '../property.ts';
import type { ExampleResources, Offence, RuleResource, TemplateRule } from '../template-rule.ts';

export const isCalledByAKnownSource: TemplateRule = {
  id: 'F-1',
  statement: 'A function is called by a named resource of a service, or by IAM; never by anybody',
  fix: 'set `sourceArn`, for S3 also `sourceAccount`; set `authType: AWS_IAM` for a URL',
  source: 'Security Hub Lambda.1',
  types: ['AWS::Lambda::Permission', 'AWS::Lambda::Url'],
  check: (resource) =>
    resource.type === 'AWS::Lambda::Url'
      ? authenticated(resource)
      : [...named(resource), ...sourced(resource)],
  examples: [
    {
      name: 'one topic',
      expect: 'holds',
      resources: permission({
        Principal: 'sns.amazonaws.com',
        SourceArn: 'arn:aws:sns:eu-west-1:111111111111:alarms',
      }),
    },
    {
      name: 'any topic of anybody',
      expect: 'breaks',
      resources: permission({ Principal: 'sns.amazonaws.com' }),
    },
    { name: 'anybody', expect: 'breaks', resources: permission({ Principal: '*' }) },
    {
      name: 'a bucket’s name without its account',
      expect: 'breaks',
      resources: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::landing' }),
    },
    {
      name: 'an open URL',
      expect: 'breaks',
      resources: { Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } } },
    },
  ],
};

function authenticated({ properties: { AuthType } }: RuleResource): readonly Offence[] {
  return AuthType === 'AWS_IAM' ? [] : [offence('AuthType', AuthType)];
}

function named({ properties: { Principal, FunctionUrlAuthType } }: RuleResource): readonly Offence[] {
  return [
    ...(Principal === '*' ? [offence('Principal', Principal)] : []),
    ...(FunctionUrlAuthType === 'NONE' ? [offence('FunctionUrlAuthType', FunctionUrlAuthType)] : []),
  ];
}

function sourced({ properties: { Principal, SourceArn, SourceAccount } }: RuleResource): readonly Offence[] {
  if (!String(Principal).endsWith('.amazonaws.com')) return [];
  return [
    ...(SourceArn === undefined ? [offence('SourceArn', SourceArn)] : []),
    ...(Principal === 's3.amazonaws.com' && SourceAccount === undefined
      ? [offence('SourceAccount', SourceAccount)]
      : []),
  ];
}

function permission(Properties: Readonly<Record<string, unknown>>): ExampleResources {
  return { Permission: { Type: 'AWS::Lambda::Permission', Properties } };
}
