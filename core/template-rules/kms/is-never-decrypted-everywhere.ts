import { allows, IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { isBoundary } from '../iam/boundary.ts';
import { roleThatMay } from '../iam/role-example.ts';
import type { TemplateRule } from '../template-rule.ts';

const OPENING = ['kms:Decrypt', 'kms:ReEncryptFrom'] as const;

export const isNeverDecryptedEverywhere: TemplateRule = {
  id: 'K-3',
  statement: 'No role decrypts with every key',
  fix: 'name the key of the domain',
  source: 'Security Hub KMS.1, KMS.2',
  types: IDENTITY_TYPES,
  check: (role) =>
    (isBoundary(role) ? [] : statementsOf(role, 'identity'))
      .filter((statement) => OPENING.some((action) => allows(statement, action)))
      .flatMap(({ at, resources, negated }) => [
        ...resources
          .filter((arn) => /^\*$|:key\/\*$|:alias\//.test(arn))
          .map((arn) => offence(`${at}.Resource`, arn)),
        ...(negated.includes('NotResource') ? [offence(`${at}.NotResource`, resources.join(', '))] : []),
      ]),
  examples: [
    {
      name: 'one key',
      expect: 'holds',
      resources: roleThatMay({
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-west-1:111111111111:key/one',
      }),
    },
    { name: 'all keys', expect: 'breaks', resources: roleThatMay({ Action: 'kms:Decrypt', Resource: '*' }) },
    {
      name: 'all keys of an account, by a pattern of actions',
      expect: 'breaks',
      resources: roleThatMay({ Action: 'kms:D*', Resource: 'arn:aws:kms:eu-west-1:111111111111:key/*' }),
    },
  ],
};
