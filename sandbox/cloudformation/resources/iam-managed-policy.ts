import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { document } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().default('/'),
  Description: z.string().optional(),
  PolicyDocument: document,
  Roles: z.array(z.string()).default([]),
});
type Properties = z.infer<typeof Properties>;

export const iamManagedPolicy = defineProvider<Properties>({
  type: 'AWS::IAM::ManagedPolicy',
  properties: Properties,
  createOnly: ['ManagedPolicyName', 'Path', 'Description'],
  identifiers: ['PolicyArn'],
  identify: arnOf,
  create: async (properties, context) => {
    const { Path, Description, PolicyDocument } = properties;
    await context.call('iam', 'CreatePolicy', {
      PolicyName: nameOf(properties, context),
      Path,
      PolicyDocument: JSON.stringify(PolicyDocument),
      ...(Description !== undefined && { Description }),
    });
    const PolicyArn = arnOf(properties, context);
    await attach(PolicyArn, [], properties.Roles, context);
    return { physicalId: PolicyArn };
  },
  read: async (PolicyArn, { call }) => {
    const found = await unlessAbsent(call('iam', 'GetPolicy', { PolicyArn }));
    return (
      found?.Policy && {
        PolicyArn,
        PolicyId: found.Policy.PolicyId,
        DefaultVersionId: found.Policy.DefaultVersionId,
      }
    );
  },
  describe: async (PolicyArn, context, { Roles }) => {
    const found = await unlessAbsent(context.call('iam', 'GetPolicy', { PolicyArn }));
    if (found?.Policy === undefined) return undefined;
    const VersionId = found.Policy.DefaultVersionId;
    const { PolicyVersion } = await context.call('iam', 'GetPolicyVersion', { PolicyArn, VersionId });
    return {
      PolicyDocument: documentIn(PolicyVersion?.Document),
      Roles: await attachedTo(PolicyArn, Roles, context),
    };
  },
  update: async (PolicyArn, { previous, desired }, context) => {
    await deleteOldVersions(PolicyArn, context);
    const PolicyDocument = JSON.stringify(desired.PolicyDocument);
    await context.call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
    await deleteOldVersions(PolicyArn, context);
    await attach(PolicyArn, previous.Roles, desired.Roles, context);
    return undefined;
  },
  delete: async (PolicyArn, context, properties) => {
    await attach(PolicyArn, properties.Roles, [], context);
    if ((await unlessAbsent(context.call('iam', 'GetPolicy', { PolicyArn }))) === undefined) return;
    await deleteOldVersions(PolicyArn, context);
    await unlessAbsent(context.call('iam', 'DeletePolicy', { PolicyArn }));
  },
});

function nameOf({ ManagedPolicyName }: Properties, context: ResourceContext): string {
  return ManagedPolicyName ?? generatedName(context, 128);
}

function arnOf(properties: Properties, context: ResourceContext): string {
  return `arn:aws:iam::${context.accountId}:policy${properties.Path}${nameOf(properties, context)}`;
}

/** A policy has five versions at most, and can only be deleted with one. */
async function deleteOldVersions(PolicyArn: string, { call }: ResourceContext): Promise<void> {
  const { Versions = [] } = await call('iam', 'ListPolicyVersions', { PolicyArn });
  for (const { VersionId = '', IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await unlessAbsent(call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId }));
  }
}

/** Those of the wanted roles that have the policy; others may have it, too. */
async function attachedTo(
  PolicyArn: string,
  roles: readonly string[],
  { call }: ResourceContext,
): Promise<readonly string[]> {
  const attached: string[] = [];
  for (const RoleName of roles) {
    const found = await unlessAbsent(call('iam', 'ListAttachedRolePolicies', { RoleName }));
    const isThere = found?.AttachedPolicies?.some((policy) => policy.PolicyArn === PolicyArn);
    if (isThere === true) attached.push(RoleName);
  }
  return attached;
}

async function attach(
  PolicyArn: string,
  previous: readonly string[],
  desired: readonly string[],
  { call }: ResourceContext,
): Promise<void> {
  for (const RoleName of desired) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  for (const RoleName of previous) {
    if (!desired.includes(RoleName))
      await unlessAbsent(call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
  }
}
