import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { RuleScope, TemplateRule } from '../template-rule.ts';
import { DELEGATION, keyWithPolicy } from './key-example.ts';

const OTHERS = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Resource: '*' };

export const isUsedFromOwnAccount: TemplateRule = {
  id: 'K-7',
  statement:
    'A key policy lets other accounts in only by the names of the mesh’s roles, through one service, to write',
  fix: 'add conditions on `aws:PrincipalArn` and `kms:ViaService`, and allow `kms:GenerateDataKey` alone',
  source: 'one key per domain, with a policy that no other domain passes',
  types: ['AWS::KMS::Key'],
  check: (key, { scope }) =>
    statementsOf(key)
      .filter((statement) => statement.effect === 'Allow' && isForeign(statement, scope))
      .filter((statement) => !isNarrow(statement, scope))
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
    (principal) => !principal.startsWith(`AWS:arn:aws:iam::${account}:`) && !principal.startsWith('Service:'),
  );
}

function isNarrow(statement: PolicyStatement, { names }: RuleScope): boolean {
  const every = (key: string, fits: (value: string) => boolean): boolean =>
    demanded(statement, key).some(({ values }) => values.every(fits));
  return (
    statement.actions.join() === 'kms:GenerateDataKey' &&
    every('kms:ViaService', (service) => !/[*?]/.test(service)) &&
    every('aws:PrincipalArn', (arn) => arn.includes(`:role/${names.mesh}-${names.environment}-`))
  );
}
