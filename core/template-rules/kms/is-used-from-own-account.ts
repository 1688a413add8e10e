import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { RuleScope, TemplateRule } from '../template-rule.ts';
import { DELEGATION, keyWithPolicy } from './key-example.ts';

const NARROWING = ['aws:PrincipalArn', 'kms:ViaService'] as const;
const OTHERS = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Resource: '*' };

export const isUsedFromOwnAccount: TemplateRule = {
  id: 'K-7',
  statement:
    'A key policy lets another account in only by the exact name of a role, through one service, to write',
  fix: 'add conditions on `aws:PrincipalArn` and `kms:ViaService`, and allow `kms:GenerateDataKey` alone',
  source: 'DESIGN: one key per domain, with a policy that no other domain passes',
  types: ['AWS::KMS::Key'],
  check: (key, { scope }) =>
    statementsOf(key)
      .filter((statement) => statement.effect === 'Allow' && isForeign(statement, scope))
      .filter((statement) => !isNarrow(statement))
      .map((statement) => offence(`${statement.at}.Principal`, statement.principals.join(', '))),
  examples: [
    {
      name: 'one role that writes through S3',
      expect: 'holds',
      resources: keyWithPolicy(DELEGATION, {
        ...OTHERS,
        Action: 'kms:GenerateDataKey',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/acme-prod-sales-publisher' },
          StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
        },
      }),
    },
    {
      name: 'a whole account that decrypts',
      expect: 'breaks',
      resources: keyWithPolicy(DELEGATION, { ...OTHERS, Action: 'kms:Decrypt' }),
    },
  ],
};

function isForeign({ principals }: PolicyStatement, { account }: RuleScope): boolean {
  return principals.some(
    (principal) => principal.startsWith('AWS:') && !principal.startsWith(`AWS:arn:aws:iam::${account}:`),
  );
}

function isNarrow(statement: PolicyStatement): boolean {
  return (
    statement.actions.join() === 'kms:GenerateDataKey' &&
    NARROWING.every((key) =>
      demanded(statement, key).some(({ values }) => values.every((value) => !/[*?]/.test(value))),
    )
  );
}
