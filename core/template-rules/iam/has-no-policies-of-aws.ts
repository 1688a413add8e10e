import { offence, texts } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleWith } from './role-example.ts';

export const hasNoPoliciesOfAws: TemplateRule = {
  id: 'I-8',
  statement: 'No role has a policy that AWS may widen on its own',
  fix: 'write the statements that are needed',
  source: 'AWS’s guide to managed policies: AWS adds permissions to them',
  types: ['AWS::IAM::Role'],
  check: ({ properties: { ManagedPolicyArns } }) =>
    texts(ManagedPolicyArns)
      .filter((arn) => arn.startsWith('arn:aws:iam::aws:'))
      .map((arn) => offence('ManagedPolicyArns', arn)),
  examples: [
    { name: 'none', expect: 'holds', resources: roleWith({}) },
    {
      name: 'one',
      expect: 'breaks',
      resources: roleWith({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }),
    },
    {
      name: 'one, whatever the partition',
      expect: 'breaks',
      resources: roleWith({
        ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess' }],
      }),
    },
  ],
};
