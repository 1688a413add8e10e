import type { Scope } from '../cloud/store.ts';

/** The qualifier of `cdk bootstrap`, and the version of its template that the sandbox stands for. */
const QUALIFIER = 'hnb659fds';
export const BOOTSTRAP_VERSION = '33';
export const BOOTSTRAP_PARAMETER = `/cdk-bootstrap/${QUALIFIER}/version`;

export const BOOTSTRAP_ROLES = [
  'deploy',
  'file-publishing',
  'image-publishing',
  'lookup',
  'cfn-exec',
] as const;
export type BootstrapRole = (typeof BOOTSTRAP_ROLES)[number];

export function bootstrapRoleName(role: BootstrapRole, { accountId, region }: Scope): string {
  return `cdk-${QUALIFIER}-${role}-role-${accountId}-${region}`;
}

export function bootstrapRoleArn(role: BootstrapRole, scope: Scope): string {
  return `arn:aws:iam::${scope.accountId}:role/${bootstrapRoleName(role, scope)}`;
}

export function bootstrapBucket({ accountId, region }: Scope): string {
  return `cdk-${QUALIFIER}-assets-${accountId}-${region}`;
}

export function bootstrapRepositoryArn({ accountId, region }: Scope): string {
  return `arn:aws:ecr:${region}:${accountId}:repository/cdk-${QUALIFIER}-container-assets-${accountId}-${region}`;
}
