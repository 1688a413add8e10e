import { mayOnlyBe, mustBe, offence } from '../property.ts';
import type { ExampleResources, RuleTemplate, TemplateRule } from '../template-rule.ts';

export const registersWithOwnRole: TemplateRule = {
  id: 'L-2',
  statement: 'A location is registered with a role of the same stack, and nobody passes Lake Formation by',
  fix: 'set `roleArn` to the domain’s vending role and `hybridAccessEnabled: false`',
  source: 'AWS’s guide to hybrid access mode: principals that did not opt in pass Lake Formation by',
  types: ['AWS::LakeFormation::Resource'],
  check: (registration, template) => [
    ...mustBe(registration, 'HybridAccessEnabled', false),
    ...mayOnlyBe(registration, 'UseServiceLinkedRole', false),
    ...mayOnlyBe(registration, 'WithFederation', false),
    ...(isRoleOf(template, registration.properties['RoleArn'])
      ? []
      : [offence('RoleArn', registration.properties['RoleArn'])]),
  ],
  examples: [
    { name: 'a role of the stack', expect: 'holds', resources: registered({ HybridAccessEnabled: false }) },
    { name: 'hybrid', expect: 'breaks', resources: registered({ HybridAccessEnabled: true }) },
    {
      name: 'the account’s service-linked role',
      expect: 'breaks',
      resources: registered({ HybridAccessEnabled: false, UseServiceLinkedRole: true }),
    },
  ],
};

function isRoleOf({ resources, scope }: RuleTemplate, arn: unknown): boolean {
  return resources.some(
    ({ type, properties }) =>
      type === 'AWS::IAM::Role' &&
      arn === `arn:aws:iam::${scope.account}:role/${String(properties['RoleName'])}`,
  );
}

function registered(more: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'acme-prod-sales-lakeformation' } },
    Registration: {
      Type: 'AWS::LakeFormation::Resource',
      Properties: {
        ResourceArn: 'arn:aws:s3:::acme-prod-sales-products-111111111111-eu-west-1',
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        ...more,
      },
    },
  };
}
