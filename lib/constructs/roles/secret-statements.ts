import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DomainScope } from '../../domain-scope.ts';
import type { DomainSecret } from '../secrets/domain-secret.ts';

export type SecretUse = {
  readonly role: string;
  readonly secrets: readonly DomainSecret[];
  readonly keyArn: string;
  /** Puts new values into all secrets: outside the domain, nobody can encrypt with its key. */
  readonly putsValues: boolean;
};

/** Values of the secrets that name the role as a reader, and new values; each secret by its own ARN. */
export function useSecrets(domain: DomainScope, use: SecretUse): readonly PolicyStatement[] {
  const read = use.secrets.filter(({ readers }) => readers.includes(use.role));
  const put = use.putsValues ? use.secrets : [];
  return [
    ...onSecrets('ReadSecrets', 'GetSecretValue', read),
    ...onSecrets('PutSecrets', 'PutSecretValue', put),
    ...(read.length + put.length === 0 ? [] : [useKey(domain, use.keyArn, put.length > 0)]),
  ];
}

/** The most that a boundary admits: it stands before the secrets, whose ARNs end in letters that AWS chooses. */
export function keepSecrets(domain: DomainScope, actions: readonly string[]): readonly PolicyStatement[] {
  if (domain.domain.secrets.length === 0) return [];
  const named = actions.map((action) => `secretsmanager:${action}`);
  return [new PolicyStatement({ actions: named, resources: [domain.secretsArn] })];
}

function onSecrets(
  sid: string,
  action: string,
  secrets: readonly DomainSecret[],
): readonly PolicyStatement[] {
  if (secrets.length === 0) return [];
  const resources = secrets.map(({ arn }) => arn);
  return [new PolicyStatement({ sid, actions: [`secretsmanager:${action}`], resources })];
}

function useKey({ region }: DomainScope, keyArn: string, encrypts: boolean): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseKeyThroughSecrets',
    actions: ['kms:Decrypt', ...(encrypts ? ['kms:GenerateDataKey'] : [])],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
  });
}
