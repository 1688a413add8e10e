import { OWN_KEY, OWN_KEY_ARN, isOwnKey } from '../own-key.ts';
import { offence } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

export const keepsLogsForATime: TemplateRule = {
  id: 'LG-1',
  statement: 'A log group ends its logs after a time and encrypts them with the domain’s own key',
  fix: 'set `retention` and `encryptionKey`',
  source: 'Security Hub CloudWatch.16',
  types: ['AWS::Logs::LogGroup'],
  check: ({ properties: { RetentionInDays, KmsKeyId } }, template) => [
    ...(Number(RetentionInDays) > 0 ? [] : [offence('RetentionInDays', RetentionInDays)]),
    ...(isOwnKey(KmsKeyId, template) ? [] : [offence('KmsKeyId', KmsKeyId)]),
  ],
  examples: [
    {
      name: 'a time and a key',
      expect: 'holds',
      resources: groupWith({ RetentionInDays: 90, KmsKeyId: OWN_KEY_ARN }),
    },
    { name: 'for ever', expect: 'breaks', resources: groupWith({ KmsKeyId: OWN_KEY_ARN }) },
    { name: 'no key', expect: 'breaks', resources: groupWith({ RetentionInDays: 90 }) },
  ],
};

function groupWith(Properties: Readonly<Record<string, unknown>>): ExampleResources {
  return { ...OWN_KEY, Logs: { Type: 'AWS::Logs::LogGroup', Properties } };
}
