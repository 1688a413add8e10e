import type {
  CreatePolicyCommandInput,
  CreatePolicyCommandOutput,
  CreatePolicyVersionCommandInput,
  CreatePolicyVersionCommandOutput,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  DeletePolicyVersionCommandInput,
  DeletePolicyVersionCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  GetPolicyVersionCommandInput,
  GetPolicyVersionCommandOutput,
  ListPolicyVersionsCommandInput,
  ListPolicyVersionsCommandOutput,
  Policy,
  PolicyVersion,
} from '@aws-sdk/client-iam';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { checkDocument } from '../check-document.ts';
import { alreadyExists, deleteConflict } from '../iam-error.ts';
import { policyRequest, putPolicy, removePolicy, requirePolicy, rolesWith } from '../managed-policies.ts';
import { requireName, uniqueId } from '../roles.ts';
import { iamScope, iamStore, type PolicyRecord, type PolicyVersionRecord } from '../store.ts';

const VERSIONS_MAX = 5;

export const createPolicy = defineOperation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
  service: 'iam',
  name: 'CreatePolicy',
  authorize: (input, { accountId }) =>
    policyRequest(
      'CreatePolicy',
      `arn:aws:iam::${accountId}:policy${input.Path ?? '/'}${input.PolicyName}`,
    ).flatMap((create) => andTag(create, 'iam:TagPolicy', input.Tags)),
  handle: (input, context) => {
    const policy = policyOf(input, context);
    const known = iamStore(context.cloud).policies.get(iamScope(context.accountId), policy.name);
    if (known) throw alreadyExists('A policy', policy.name);
    putPolicy(context, policy);
    return { Policy: renderPolicy(policy, context) };
  },
});

function policyOf(input: CreatePolicyCommandInput, context: RequestContext): PolicyRecord {
  const name = requireName(input.PolicyName, 'PolicyName');
  const path = input.Path ?? '/';
  const arn = `arn:aws:iam::${context.accountId}:policy${path}${name}`;
  const createdAt = context.now.toISOString();
  const document = checkDocument(input.PolicyDocument, 'managed');
  return {
    name,
    path,
    arn,
    id: uniqueId('ANPA', arn, createdAt),
    defaultVersion: 'v1',
    versions: [{ id: 'v1', document, createdAt }],
    versionsMade: 1,
    tags: input.Tags ?? [],
    createdAt,
    ...(input.Description !== undefined && { description: input.Description }),
  };
}

export const getPolicy = defineOperation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  service: 'iam',
  name: 'GetPolicy',
  authorize: (input) => policyRequest('GetPolicy', input.PolicyArn),
  handle: (input, context) => ({ Policy: renderPolicy(requirePolicy(context, input.PolicyArn), context) }),
});

export const getPolicyVersion = defineOperation<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>({
  service: 'iam',
  name: 'GetPolicyVersion',
  authorize: (input) => policyRequest('GetPolicyVersion', input.PolicyArn),
  handle: (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn);
    return { PolicyVersion: renderVersion(policy, requireVersion(policy, input.VersionId)) };
  },
});

export const listPolicyVersions = defineOperation<
  ListPolicyVersionsCommandInput,
  ListPolicyVersionsCommandOutput
>({
  service: 'iam',
  name: 'ListPolicyVersions',
  authorize: (input) => policyRequest('ListPolicyVersions', input.PolicyArn),
  handle: (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn);
    return { Versions: policy.versions.map((version) => renderVersion(policy, version)), IsTruncated: false };
  },
});

export const createPolicyVersion = defineOperation<
  CreatePolicyVersionCommandInput,
  CreatePolicyVersionCommandOutput
>({
  service: 'iam',
  name: 'CreatePolicyVersion',
  authorize: (input) => policyRequest('CreatePolicyVersion', input.PolicyArn),
  handle: (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn);
    if (policy.versions.length >= VERSIONS_MAX) {
      const message = `A managed policy can have up to ${VERSIONS_MAX} versions; delete one first.`;
      throw new AwsError('LimitExceededException', message, { status: 409 });
    }
    const document = checkDocument(input.PolicyDocument, 'managed');
    const versionsMade = policy.versionsMade + 1;
    const version = { id: `v${versionsMade}`, document, createdAt: context.now.toISOString() };
    const changed = {
      ...policy,
      versions: [...policy.versions, version],
      versionsMade,
      defaultVersion: input.SetAsDefault === true ? version.id : policy.defaultVersion,
    };
    putPolicy(context, changed);
    return { PolicyVersion: renderVersion(changed, version) };
  },
});

export const deletePolicyVersion = defineOperation<
  DeletePolicyVersionCommandInput,
  DeletePolicyVersionCommandOutput
>({
  service: 'iam',
  name: 'DeletePolicyVersion',
  authorize: (input) => policyRequest('DeletePolicyVersion', input.PolicyArn),
  handle: (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn);
    const version = requireVersion(policy, input.VersionId);
    if (version.id === policy.defaultVersion) {
      throw deleteConflict('Cannot delete the default version of a policy.');
    }
    putPolicy(context, { ...policy, versions: policy.versions.filter(({ id }) => id !== version.id) });
    return {};
  },
});

export const deletePolicy = defineOperation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
  service: 'iam',
  name: 'DeletePolicy',
  authorize: (input) => policyRequest('DeletePolicy', input.PolicyArn),
  handle: (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn);
    if (rolesWith(context, policy.arn).length > 0) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    if (policy.versions.length > 1) {
      throw deleteConflict('This policy has more than one version. Before you delete a policy, delete them.');
    }
    removePolicy(context, policy);
    return {};
  },
});

function requireVersion(policy: PolicyRecord, id: string | undefined): PolicyVersionRecord {
  const version = policy.versions.find((one) => one.id === id);
  if (version) return version;
  const message = `Policy ${policy.arn} version ${id} does not exist.`;
  throw new AwsError('NoSuchEntityException', message, { status: 404 });
}

function renderPolicy(policy: PolicyRecord, context: RequestContext): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: rolesWith(context, policy.arn).filter(({ attached }) => attached.includes(policy.arn))
      .length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.versions.at(-1)?.createdAt ?? policy.createdAt),
    Tags: [...policy.tags],
    ...(policy.description !== undefined && { Description: policy.description }),
  };
}

function renderVersion(policy: PolicyRecord, version: PolicyVersionRecord): PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    Document: encodeURIComponent(version.document),
    CreateDate: new Date(version.createdAt),
  };
}
