import type { CloudFormationClient, ResourceToImport } from '@aws-sdk/client-cloudformation';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EncryptingKey, encryptingKeys } from '../../core/cloudformation/encrypting-key.ts';
import { parseTemplate, type Template } from '../../core/cloudformation/template.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { bootstrapRoleArn } from '../../core/naming/bootstrap-role.ts';
import type { AssemblyStack } from '../deploy/assembly.ts';
import { assumeFirst, clientConfig } from '../deploy/deploy-role.ts';
import type { DeployTarget } from '../deploy/deploy-target.ts';
import { cloudFormation, liveStacks } from '../deploy/live-stacks.ts';
import type { Project } from '../mesh/project.ts';
import { destroy } from './destroy.ts';

const NEVER_CAME_TO_BE = ['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'];
const CHANGE_SET = 'freehold-adopt-keys';
const POLL_MILLISECONDS = { aws: 2_000, sandbox: 100 };
const WAIT_MILLISECONDS_MAX = 10 * 60_000;

/**
 * Takes the keys of stacks that are not there back into them, by the buckets that the keys still encrypt. A key has no
 * name by which CloudFormation could import it with all else, and a new one could not read what is there.
 */
export async function adoptKeys(
  { mesh }: Project,
  target: DeployTarget,
  stacks: readonly AssemblyStack[],
  onAdopted: (stack: AssemblyStack, keyIds: readonly string[]) => void,
): Promise<void> {
  const live = await liveStacks(target, mesh.name, stacks);
  for (const stack of stacks) {
    const there = live.find(({ name, account }) => name === stack.name && account === stack.account);
    if (there && !NEVER_CAME_TO_BE.includes(there.status)) continue;
    const template = parseTemplate(JSON.parse(readFileSync(stack.templateFile, 'utf8')));
    const found = await leftKeys(target, stack, encryptingKeys(template));
    if (found.length === 0) continue;
    // CloudFormation takes nothing more into a stack whose creation was rolled back.
    if (there) await destroy(target, [there], () => {});
    await importInto(target, stack, { template, found });
    onAdopted(
      stack,
      found.map(({ ResourceIdentifier }) => ResourceIdentifier?.['KeyId'] ?? ''),
    );
  }
}

async function leftKeys(
  target: DeployTarget,
  stack: AssemblyStack,
  keys: readonly EncryptingKey[],
): Promise<readonly ResourceToImport[]> {
  if (keys.length === 0) return [];
  const { GetBucketEncryptionCommand, S3Client } = await import('@aws-sdk/client-s3');
  const as = await assumeFirst(target, ['lookup', 'deploy'], stack);
  const client = new S3Client({
    ...clientConfig(target, stack.region, as),
    forcePathStyle: target.endpoint !== undefined,
  });
  const found = keys.map(async ({ logicalId, bucket }) => {
    const command = new GetBucketEncryptionCommand({ Bucket: bucket });
    const answer = await client.send(command).catch(absentBucket);
    const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const KeyId = rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID?.split('/').at(-1);
    if (KeyId === undefined) return [];
    return [
      {
        ResourceType: 'AWS::KMS::Key',
        LogicalResourceId: logicalId,
        ResourceIdentifier: { KeyId },
      },
    ];
  });
  return (await Promise.all(found)).flat();
}

function absentBucket(error: unknown): undefined {
  if (error instanceof Error && error.name === 'NoSuchBucket') return undefined;
  throw error;
}

/** A stack of its keys alone; what is deployed afterwards adds all else to it. */
async function importInto(
  target: DeployTarget,
  stack: AssemblyStack,
  { template, found }: { readonly template: Template; readonly found: readonly ResourceToImport[] },
): Promise<void> {
  const { CreateChangeSetCommand, ExecuteChangeSetCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await cloudFormation(target, stack);
  const names = { StackName: stack.name, ChangeSetName: CHANGE_SET };
  const ids = found.map(({ LogicalResourceId = '' }) => LogicalResourceId);
  const Resources = Object.fromEntries(ids.map((id) => [id, template.Resources[id]]));
  await client.send(
    new CreateChangeSetCommand({
      ...names,
      ChangeSetType: 'IMPORT',
      ResourcesToImport: [...found],
      TemplateBody: JSON.stringify({ Resources }),
      RoleARN: bootstrapRoleArn('cfn-exec', stack),
      Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  const poll = POLL_MILLISECONDS[target.endpoint === undefined ? 'aws' : 'sandbox'];
  await until(poll, async () => await changeSetStatus(client, names), ['CREATE_COMPLETE']);
  await client.send(new ExecuteChangeSetCommand(names));
  await until(poll, async () => await stackStatus(client, stack.name), [
    'IMPORT_COMPLETE',
    'CREATE_COMPLETE',
  ]);
}

type Status = { readonly status: string; readonly reason: string };

async function changeSetStatus(
  client: CloudFormationClient,
  names: { readonly StackName: string; readonly ChangeSetName: string },
): Promise<Status> {
  const { DescribeChangeSetCommand } = await import('@aws-sdk/client-cloudformation');
  const { Status: status = '', StatusReason: reason = '' } = await client.send(
    new DescribeChangeSetCommand(names),
  );
  return { status, reason };
}

async function stackStatus(client: CloudFormationClient, StackName: string): Promise<Status> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  return { status: stack?.StackStatus ?? '', reason: stack?.StackStatusReason ?? '' };
}

async function until(poll: number, ask: () => Promise<Status>, good: readonly string[]): Promise<void> {
  const end = Date.now() + WAIT_MILLISECONDS_MAX;
  while (Date.now() < end) {
    const { status, reason } = await ask();
    if (good.includes(status)) return;
    if (/FAILED|ROLLBACK/.test(status)) throw notAdopted(`${status}: ${reason}`);
    await sleep(poll);
  }
  throw notAdopted(`no end within ${WAIT_MILLISECONDS_MAX / 60_000} minutes`);
}

function notAdopted(why: string): MeshError {
  return new MeshError(`a key that was left behind could not be taken back: ${why}`, {
    code: 'DeployFailed',
    hint: 'nothing else was changed; is the key enabled, and not about to be deleted?',
  });
}
