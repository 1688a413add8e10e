import type { ExampleResources, RuleTemplate } from './template-rule.ts';

const KEY_TYPE = 'AWS::KMS::Key';

/** Whether a value names a key that the same template makes: by reference, since AWS names keys. */
export function isOwnKey(value: unknown, template: RuleTemplate): boolean {
  return template.resources.some(
    ({ type, logicalId }) =>
      type === KEY_TYPE && (value === `«${logicalId}.Arn»` || value === `«${logicalId}»`),
  );
}

/** For examples: the one key of a stack, and how its resources refer to it. */
export const OWN_KEY: ExampleResources = {
  Key: { Type: KEY_TYPE, Properties: { EnableKeyRotation: true } },
};
export const OWN_KEY_ARN = { 'Fn::GetAtt': ['Key', 'Arn'] };
