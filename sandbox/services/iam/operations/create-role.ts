import type { CreateRoleCommandInput, CreateRoleCommandOutput } from '@aws-sdk/client-iam';
import { andTag } from '../../../cloud/and-tag.ts';
import { type ConditionContext, defineOperation } from '../../../cloud/operation.ts';
import { checkDocument } from '../check-document.ts';
import { alreadyExists, validationError } from '../iam-error.ts';
import { managedDocument } from '../managed-policies.ts';
import { putRole, renderRole, requireName, uniqueId } from '../roles.ts';
import { iamScope, iamStore, type RoleRecord } from '../store.ts';

const PATH = /^\/([\w+=,.@-]+\/)*$/;
const SESSION_SECONDS_DEFAULT = 3_600;

export const createRole = defineOperation<CreateRoleCommandInput, CreateRoleCommandOutput>({
  service: 'iam',
  name: 'CreateRole',
  authorize: (input, { accountId }) =>
    andTag(
      {
        action: 'iam:CreateRole',
        resource: `arn:aws:iam::${accountId}:role${input.Path ?? '/'}${input.RoleName ?? ''}`,
        context: conditionsOf(input),
      },
      'iam:TagRole',
      input.Tags,
    ),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      const role = roleOf(input, { accountId: context.accountId, createdAt: context.now.toISOString() });
      const known = iamStore(context.cloud).roles.get(iamScope(context.accountId), role.name);
      if (known) throw alreadyExists('Role', role.name);
      if (role.boundary !== undefined) managedDocument(context.cloud, role.boundary);
      putRole(context, role);
      return { Role: renderRole(role) };
    }),
});

function conditionsOf(input: CreateRoleCommandInput): ConditionContext {
  const tags = input.Tags ?? [];
  return {
    ...(input.PermissionsBoundary !== undefined && { 'iam:PermissionsBoundary': input.PermissionsBoundary }),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(({ Key }) => Key ?? '') }),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''])),
  };
}

function roleOf(
  input: CreateRoleCommandInput,
  made: { readonly accountId: string; readonly createdAt: string },
): RoleRecord {
  const name = requireName(input.RoleName, 'RoleName');
  const path = input.Path ?? '/';
  if (name.length > 64) throw validationError(`the role name ${name} has more than 64 characters`);
  if (!PATH.test(path)) throw validationError(`the path ${path} must begin and end with a slash`);
  const arn = `arn:aws:iam::${made.accountId}:role${path}${name}`;
  return {
    name,
    path,
    arn,
    id: uniqueId('AROA', arn, made.createdAt),
    trust: checkDocument(input.AssumeRolePolicyDocument, 'trust'),
    maxSessionSeconds: checkSeconds(input.MaxSessionDuration ?? SESSION_SECONDS_DEFAULT),
    inline: {},
    attached: [],
    tags: input.Tags ?? [],
    createdAt: made.createdAt,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.PermissionsBoundary !== undefined && { boundary: input.PermissionsBoundary }),
  };
}

/** A session lasts between one and twelve hours at most. */
export function checkSeconds(seconds: number): number {
  if (seconds >= SESSION_SECONDS_DEFAULT && seconds <= 43_200) return seconds;
  throw validationError(`MaxSessionDuration ${seconds} must be between 3600 and 43200`);
}
