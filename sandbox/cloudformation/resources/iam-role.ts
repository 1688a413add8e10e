import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn, picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, document, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const DEFAULT_SESSION_SECONDS = 3600;

const Properties = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: document,
  Description: z.string().default(''),
  ManagedPolicyArns: z.array(z.string()).default([]),
  MaxSessionDuration: count.default(DEFAULT_SESSION_SECONDS),
  Path: z.string().optional(),
  PermissionsBoundary: z.string().optional(),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: document })).default([]),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const iamRole = defineProvider<Properties>({
  type: 'AWS::IAM::Role',
  properties: Properties,
  createOnly: ['RoleName', 'Path'],
  identifiers: ['RoleName'],
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const RoleName = nameOf(properties, context);
    const { Path, PermissionsBoundary, Tags, Description, MaxSessionDuration } = properties;
    await context.call('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(properties.AssumeRolePolicyDocument),
      MaxSessionDuration,
      ...(Description !== '' && { Description }),
      ...(Path !== undefined && { Path }),
      ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
      ...(Tags && { Tags }),
    });
    await ensurePolicies(RoleName, undefined, properties, context);
    return { physicalId: RoleName };
  },
  read: async (RoleName, { call }) => {
    const found = await unlessAbsent(call('iam', 'GetRole', { RoleName }));
    return found?.Role && { Arn: found.Role.Arn, RoleId: found.Role.RoleId };
  },
  describe: async (RoleName, context, properties) => {
    const found = await unlessAbsent(context.call('iam', 'GetRole', { RoleName }));
    const role = found?.Role;
    if (role === undefined) return undefined;
    return {
      ...picked(role, 'RoleName', 'Description', 'MaxSessionDuration', 'Path', 'Tags'),
      AssumeRolePolicyDocument: documentIn(role.AssumeRolePolicyDocument),
      PermissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
      ...(await describePolicies(RoleName, properties, context)),
    };
  },
  update: async (RoleName, { previous, desired }, context) => {
    const { call } = context;
    const PolicyDocument = JSON.stringify(desired.AssumeRolePolicyDocument);
    await call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    const { Description, MaxSessionDuration, PermissionsBoundary } = desired;
    await call('iam', 'UpdateRole', { RoleName, Description, MaxSessionDuration });
    if (PermissionsBoundary !== undefined) {
      await call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
    } else if (previous.PermissionsBoundary !== undefined) {
      await unlessAbsent(call('iam', 'DeleteRolePermissionsBoundary', { RoleName }));
    }
    await ensurePolicies(RoleName, previous, desired, context);
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await call('iam', 'TagRole', { RoleName, Tags: tags.set });
    if (tags.removed.length > 0) await call('iam', 'UntagRole', { RoleName, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (RoleName, { call }) => {
    const attached = await unlessAbsent(call('iam', 'ListAttachedRolePolicies', { RoleName }));
    if (attached === undefined) return;
    for (const { PolicyArn = '' } of attached.AttachedPolicies ?? []) {
      await unlessAbsent(call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    const inline = await call('iam', 'ListRolePolicies', { RoleName });
    for (const PolicyName of inline.PolicyNames ?? []) {
      await unlessAbsent(call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
    }
    await unlessAbsent(call('iam', 'DeleteRole', { RoleName }));
  },
});

function nameOf({ RoleName }: Properties, context: ResourceContext): string {
  return RoleName ?? generatedName(context);
}

/** Policies that other resources put on the role are theirs: only the role's own come and go. */
async function ensurePolicies(
  RoleName: string,
  previous: Properties | undefined,
  desired: Properties,
  { call }: ResourceContext,
): Promise<void> {
  for (const { PolicyName, PolicyDocument } of desired.Policies) {
    await call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument),
    });
  }
  for (const PolicyArn of desired.ManagedPolicyArns) {
    await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  }
  const kept = new Set(desired.Policies.map(({ PolicyName }) => PolicyName));
  for (const { PolicyName } of previous?.Policies ?? []) {
    if (!kept.has(PolicyName)) await unlessAbsent(call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  }
  for (const PolicyArn of previous?.ManagedPolicyArns ?? []) {
    if (desired.ManagedPolicyArns.includes(PolicyArn)) continue;
    await unlessAbsent(call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
  }
}

/** The role's own policies as they are; what other resources put on the role is theirs to compare. */
async function describePolicies(
  RoleName: string,
  { Policies, ManagedPolicyArns }: Properties,
  { call }: ResourceContext,
) {
  const { AttachedPolicies = [] } = await call('iam', 'ListAttachedRolePolicies', { RoleName });
  const found = await Promise.all(
    Policies.map(({ PolicyName }) => unlessAbsent(call('iam', 'GetRolePolicy', { RoleName, PolicyName }))),
  );
  return {
    Policies: found.flatMap((policy) =>
      policy === undefined
        ? []
        : [{ PolicyName: policy.PolicyName, PolicyDocument: documentIn(policy.PolicyDocument) }],
    ),
    ManagedPolicyArns: ManagedPolicyArns.filter((arn) =>
      AttachedPolicies.some(({ PolicyArn }) => PolicyArn === arn),
    ),
  };
}
