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
  bootstrapRoleArn,
  bootstrapRoleName,
} from './bootstrap-names.ts';

/**
 * Makes what `cdk bootstrap` makes in an account and region: bucket, version parameter and roles.
 * May run again at any time: what is there stays, what is missing is added.
 */
export async function ensureBootstrap(cloud: Cloud, scope: Scope): Promise<void> {
  const done = cloud.store.collection<{ readonly version: string }>('assembly.bootstrap');
  if (done.get(scope, BOOTSTRAP_PARAMETER)?.version === BOOTSTRAP_VERSION) return;
  const root: Caller = { principal: { kind: 'root' }, accountId: scope.accountId, region: scope.region };
  const call = serviceCalls(cloud, root);
  for (const role of BOOTSTRAP_ROLES) await ensureRole(call, role, scope);
  await ensureBucket(call, scope);
  await call('ssm', 'PutParameter', {
    Name: BOOTSTRAP_PARAMETER,
    Type: 'String',
    Value: BOOTSTRAP_VERSION,
    Overwrite: true,
  });
  done.put(scope, BOOTSTRAP_PARAMETER, { version: BOOTSTRAP_VERSION });
}

async function ensureRole(call: ServiceCalls, role: BootstrapRole, scope: Scope): Promise<void> {
  const RoleName = bootstrapRoleName(role, scope);
  const principal =
    role === 'cfn-exec'
      ? { Service: 'cloudformation.amazonaws.com' }
      : { AWS: `arn:aws:iam::${scope.accountId}:root` };
  const trust = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  await call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: policy([trust]) }).catch(
    ignoreAlreadyThere,
  );
  await call('iam', 'PutRolePolicy', {
    RoleName,
    PolicyName: 'default',
    PolicyDocument: policy(statements(role, scope)),
  });
}

async function ensureBucket(call: ServiceCalls, scope: Scope): Promise<void> {
  const Bucket = bootstrapBucket(scope);
  await call('s3', 'CreateBucket', { Bucket, ...bucketLocation(scope.region) }).catch(ignoreAlreadyThere);
}

function statements(role: BootstrapRole, scope: Scope): readonly object[] {
  const bucket = `arn:aws:s3:::${bootstrapBucket(scope)}`;
  const objects = [bucket, `${bucket}/*`];
  switch (role) {
    // As `cdk bootstrap` does by default: CloudFormation may do everything in its own account.
    case 'cfn-exec':
      return [allow(['*'], ['*'])];
    case 'file-publishing':
      return [
        allow(['s3:GetObject*', 's3:GetBucket*', 's3:GetEncryptionConfiguration', 's3:List*'], objects),
        allow(['s3:DeleteObject*', 's3:PutObject*', 's3:Abort*'], objects),
      ];
    case 'lookup':
      return [allow(['cloudformation:Describe*', 'cloudformation:Get*', 'cloudformation:List*'], ['*'])];
    case 'deploy':
      return [
        allow(['cloudformation:*', 'sts:GetCallerIdentity'], ['*']),
        allow(['iam:PassRole'], [bootstrapRoleArn('cfn-exec', scope)]),
        allow(['s3:GetObject*', 's3:GetBucket*', 's3:List*'], objects),
        allow(
          ['ssm:GetParameter', 'ssm:GetParameters'],
          [`arn:aws:ssm:${scope.region}:${scope.accountId}:parameter${BOOTSTRAP_PARAMETER}`],
        ),
      ];
  }
}

function allow(actions: readonly string[], resources: readonly string[]): object {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

function policy(statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}

function ignoreAlreadyThere(error: unknown): void {
  if (!isAlreadyThere(error)) throw error;
}
