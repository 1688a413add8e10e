import { allows, demanded, IDENTITY_TYPES, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { roleThatMay } from '../iam/role-example.ts';
import type { TemplateRule } from '../template-rule.ts';

const USES = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;
const NARROWING = ['kms:ViaService', 'kms:EncryptionContextKeys', 'kms:EncryptionContext:'] as const;
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/one';

export const isUsedThroughAService: TemplateRule = {
  id: 'K-5',
  statement: 'A role uses a key through one service, or for one encryption context, never directly',
  fix: 'add a condition on `kms:ViaService`',
  source: 'AWS’s guide to condition keys of KMS',
  types: IDENTITY_TYPES,
  check: (role) =>
    statementsOf(role, 'identity')
      .filter((statement) => USES.some((action) => allows(statement, action)) && !isNarrow(statement))
      .map(({ at, actions }) => offence(`${at}.Action`, actions.join(', '))),
  examples: [
    {
      name: 'through S3',
      expect: 'holds',
      resources: roleThatMay({
        Action: 'kms:Decrypt',
        Resource: KEY,
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      }),
    },
    { name: 'directly', expect: 'breaks', resources: roleThatMay({ Action: 'kms:Decrypt', Resource: KEY }) },
    {
      name: 'through any service',
      expect: 'breaks',
      resources: roleThatMay({
        Action: 'kms:Decrypt',
        Resource: KEY,
        Condition: { StringLike: { 'kms:ViaService': '*' } },
      }),
    },
  ],
};

function isNarrow(statement: PolicyStatement): boolean {
  return statement.conditions.some(
    ({ key, values }) =>
      NARROWING.some((name) => key.startsWith(name.toLowerCase())) &&
      demanded(statement, key).length > 0 &&
      values.every((value) => !value.startsWith('*')),
  );
}
