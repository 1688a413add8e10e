import { isRecord } from '../../cloudformation/intrinsic.ts';
import { isOwnKey, OWN_KEY, OWN_KEY_ARN } from '../own-key.ts';
import { offence, property } from '../property.ts';
import type { ExampleResources, Offence, TemplateRule } from '../template-rule.ts';

/** Names of settings whose values are secrets, and the shapes of keys of AWS and others. */
const SECRET_NAME = /secret|password|passwd|token|api_?key|private_?key|credential/i;
const SECRET_VALUE =
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{20,}/;
/** A name of a secret or parameter is no secret. */
const REFERENCE = /^arn:aws:(secretsmanager|ssm):|^\/?[a-z0-9-]+(\/[a-z0-9_-]+){2,}$/i;

export const keepsNoSecrets: TemplateRule = {
  id: 'F-3',
  statement: 'A function’s settings are encrypted with the domain’s own key, and none is a secret',
  fix: 'set `environmentEncryption`; put secrets into Secrets Manager and pass their name',
  source: 'Security Hub Lambda; AWS’s guide to environment variables',
  types: ['AWS::Lambda::Function'],
  check: ({ properties }, template) => {
    const variables = property(properties, 'Environment.Variables');
    if (!isRecord(variables)) return [];
    return [
      ...(isOwnKey(properties['KmsKeyArn'], template) ? [] : [offence('KmsKeyArn', properties['KmsKeyArn'])]),
      ...Object.entries(variables).flatMap(([name, value]) => secret(name, String(value))),
    ];
  },
  examples: [
    {
      name: 'names only',
      expect: 'holds',
      resources: functionWith({ DOMAIN: 'sales', PARTNER_TOKEN: 'acme/prod/sales/partner' }),
    },
    { name: 'a password', expect: 'breaks', resources: functionWith({ DB_PASSWORD: 'correct horse' }) },
    {
      name: 'a key under another name',
      expect: 'breaks',
      resources: functionWith({ ID: 'AKIAABCDEFGHIJKLMNOP' }),
    },
    {
      name: 'a key from elsewhere',
      expect: 'breaks',
      resources: functionWith(
        { DOMAIN: 'sales' },
        { KmsKeyArn: 'arn:aws:kms:eu-west-1:222222222222:key/other' },
      ),
    },
  ],
};

/** The finding holds the setting's name only: a report is no place for a secret. */
function secret(name: string, value: string): readonly Offence[] {
  const isSecret = SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && !REFERENCE.test(value));
  return isSecret ? [offence('Environment.Variables', name)] : [];
}

function functionWith(
  Variables: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): ExampleResources {
  const Properties = { Environment: { Variables }, KmsKeyArn: OWN_KEY_ARN, ...more };
  return { ...OWN_KEY, Function: { Type: 'AWS::Lambda::Function', Properties } };
}
