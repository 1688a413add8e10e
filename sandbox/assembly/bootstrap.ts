import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '../cloud/caller.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Scope } from '../cloud/store.ts';
import { bucketLocation } from '../cloudformation/bucket-location.ts';
import { isAlreadyThere } from '../cloudformation/not-found.ts';
import { type ServiceCalls, serviceCalls } from '../cloudformation/service-calls.ts';
import {
  BOOTSTRAP_PARAMETER,
  BOOTSTRAP_ROLES,
  BOOTSTRAP_VERSION,
  type BootstrapRole,
  bootstrapBucket,
  bootstrapRoleName,
} from './bootstrap-names.ts';
import { BOOTSTRAP_ATTACHED, bootstrapPolicy, bootstrapTrust } from './bootstrap-roles.ts';
import { putManagedPolicies } from './put-managed-policies.ts';

/** The options of `cdk bootstrap` that matter here. */
export type BootstrapOptions = {
  /** Accounts whose identities may deploy into this one: `--trust` and `--trust-for-lookup`. @default - none */
  readonly trust?: readonly string[];
  /**
   * What CloudFormation may do (`--cloudformation-execution-policies`): policy documents by name, which are made as
   * managed policies of the account. @default - everything, as `cdk bootstrap` does it
   */
  readonly executionPolicies?: Readonly<Record<string, object>>;
};

type BootstrapRecord = { readonly version: string; readonly options?: BootstrapOptions };

const EVERYTHING = 'arn:aws:iam::aws:policy/AdministratorAccess';

/**
 * Makes what `cdk bootstrap` makes in an account and region: bucket, version parameter and roles. May run again at
 * any time: what is there stays, what is missing is added, and options that are not given stay as they were.
 */
export async function ensureBootstrap(cloud: Cloud, scope: Scope, options?: BootstrapOptions): Promise<void> {
  const done = cloud.store.collection<BootstrapRecord>('assembly.bootstrap');
  const before = done.get(scope, BOOTSTRAP_PARAMETER);
  const wanted = { version: BOOTSTRAP_VERSION, options: { ...before?.options, ...options } };
  if (isDeepStrictEqual(before, wanted)) return;
  const root: Caller = { principal: { kind: 'root' }, accountId: scope.accountId, region: scope.region };
  const call = serviceCalls(cloud, root);
  for (const role of BOOTSTRAP_ROLES) await ensureRole(call, role, { scope, ...wanted.options });
  await ensureBucket(call, scope);
  await call('ssm', 'PutParameter', {
    Name: BOOTSTRAP_PARAMETER,
    Type: 'String',
    Value: BOOTSTRAP_VERSION,
    Overwrite: true,
  });
  done.put(scope, BOOTSTRAP_PARAMETER, wanted);
}

async function ensureRole(
  call: ServiceCalls,
  role: BootstrapRole,
  { scope, trust = [], executionPolicies }: BootstrapOptions & { readonly scope: Scope },
): Promise<void> {
  const RoleName = bootstrapRoleName(role, scope);
  const PolicyDocument = bootstrapTrust(role, scope, trust);
  await call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: PolicyDocument }).catch(
    ignoreAlreadyThere,
  );
  await call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
  if (role !== 'cfn-exec') {
    const inline = { PolicyName: 'default', PolicyDocument: bootstrapPolicy(role, scope) };
    await call('iam', 'PutRolePolicy', { RoleName, ...inline });
    await attachExactly(call, RoleName, BOOTSTRAP_ATTACHED[role] ?? []);
    return;
  }
  const own = executionPolicies && (await putManagedPolicies(call, scope.accountId, executionPolicies));
  await attachExactly(call, RoleName, own ?? [EVERYTHING]);
}

/** New policies first: a deployment that is under way never finds the role without any. */
async function attachExactly(call: ServiceCalls, RoleName: string, arns: readonly string[]): Promise<void> {
  for (const PolicyArn of arns) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  const { AttachedPolicies = [] } = await call('iam', 'ListAttachedRolePolicies', { RoleName });
  for (const { PolicyArn = '' } of AttachedPolicies) {
    if (!arns.includes(PolicyArn)) await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  }
}

async function ensureBucket(call: ServiceCalls, scope: Scope): Promise<void> {
  const Bucket = bootstrapBucket(scope);
  await call('s3', 'CreateBucket', { Bucket, ...bucketLocation(scope.region) }).catch(ignoreAlreadyThere);
}

function ignoreAlreadyThere(error: unknown): void {
  if (!isAlreadyThere(error)) throw error;
}
