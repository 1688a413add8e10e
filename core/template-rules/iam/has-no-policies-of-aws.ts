import { offence, texts } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { namesBoundary } from './boundary.ts';
import { roleWith } from './role-example.ts';

export const hasNoPoliciesOfAws: TemplateRule = {
  id: 'I-8',
  statement: 'No role has a policy that AWS may widen on its own, or one that is there to cap roles',
  fix: 'write the statements that are needed',
  source: 'AWS’s guide to managed policies: AWS adds permissions to them',
  types: ['AWS::IAM::Role'],
  check: ({ properties: { ManagedPolicyArns } }) =>
    texts(ManagedPolicyArns)
      .filter((arn) => arn.startsWith('arn:aws:iam::aws:') || namesBoundary(arn))
      .map((arn) => offence('ManagedPolicyArns', arn)),
  examples: [
    { name: 'none', expect: 'holds', resources: roleWith({}) },
    {
      name: 'one',
      expect: 'breaks',
      resources: roleWith({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }),
    },
    {
      name: 'a boundary as a policy',
      expect: 'breaks',
      resources: roleWith({
        ManagedPolicyArns: ['arn:aws:iam::111111111111:policy/acme-prod-sales-people-boundary'],
      }),
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
