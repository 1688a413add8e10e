/** Roles of the CDK's bootstrap (default qualifier) that deploying begins with. */
export const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'lookup', 'cfn-exec'] as const;
export type BootstrapRole = (typeof BOOTSTRAP_ROLES)[number];

export type Place = { readonly account: string; readonly region: string };

export function bootstrapRoleName(role: BootstrapRole, { account, region }: Place): string {
  return `cdk-hnb659fds-${role}-role-${account}-${region}`;
}

export function bootstrapRoleArn(role: BootstrapRole, place: Place): string {
  return `arn:aws:iam::${place.account}:role/${bootstrapRoleName(role, place)}`;
}
