import { allows, IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { roleThatMay } from '../iam/role-example.ts';
import type { TemplateRule } from '../template-rule.ts';

const RULING = [
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
] as const;
const WINDOW_DAYS_MIN = 30;

export const isHardToDestroy: TemplateRule = {
  id: 'K-6',
  statement: `Who uses a key never administers it, and a key waits ${WINDOW_DAYS_MIN} days before it is gone`,
  fix: 'leave the key’s policy and deletion to CloudFormation; drop `pendingWindow`',
  source: 'AWS’s guide to key policies; CIS AWS 5.0 4.7',
  types: ['AWS::KMS::Key', ...IDENTITY_TYPES],
  check: (resource) => {
    const days = resource.properties['PendingWindowInDays'] ?? WINDOW_DAYS_MIN;
    return [
      ...(Number(days) >= WINDOW_DAYS_MIN ? [] : [offence('PendingWindowInDays', days)]),
      ...statementsOf(resource, 'identity')
        .filter((statement) => RULING.some((action) => allows(statement, action)))
        .map(({ at, actions }) => offence(`${at}.Action`, actions.join(', '))),
    ];
  },
  examples: [
    { name: 'the default window', expect: 'holds', resources: { Key: { Type: 'AWS::KMS::Key' } } },
    {
      name: 'a week',
      expect: 'breaks',
      resources: { Key: { Type: 'AWS::KMS::Key', Properties: { PendingWindowInDays: 7 } } },
    },
    {
      name: 'a role that schedules the deletion',
      expect: 'breaks',
      resources: roleThatMay({ Action: ['kms:Decrypt', 'kms:ScheduleKeyDeletion'], Resource: '*' }),
    },
  ],
};
