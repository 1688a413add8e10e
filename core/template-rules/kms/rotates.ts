import { mustBe } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

export const rotates: TemplateRule = {
  id: 'K-1',
  statement: 'A key rotates every year',
  fix: 'set `enableKeyRotation: true`',
  source: 'Security Hub KMS.4; CIS AWS 5.0 3.6',
  types: ['AWS::KMS::Key'],
  check: (key) => mustBe(key, 'EnableKeyRotation', true),
  examples: [
    { name: 'rotating', expect: 'holds', resources: keyWith({ EnableKeyRotation: true }) },
    { name: 'the default', expect: 'breaks', resources: keyWith({}) },
  ],
};

function keyWith(Properties: Readonly<Record<string, unknown>>) {
  return { Key: { Type: 'AWS::KMS::Key', Properties } };
}
