import { randomUUID } from 'node:crypto';
import type {
  CreateStateMachineCommandInput,
  CreateStateMachineCommandOutput,
  DeleteStateMachineCommandInput,
  DeleteStateMachineCommandOutput,
  UpdateStateMachineCommandInput,
  UpdateStateMachineCommandOutput,
} from '@aws-sdk/client-sfn';
import { andTag } from '../../../cloud/and-tag.ts';
import { parseArn } from '../../../cloud/arn.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { serviceRoleCaller } from '../../../cloud/service-role.ts';
import type { Scope } from '../../../cloud/store.ts';
import { passRoleRequest } from '../../lambda/authorize-function.ts';
import { parseDefinition } from '../asl/parse-definition.ts';
import { machineAddress, machineRequest, requireMachine } from '../machine-address.ts';
import { requireName } from '../name-rules.ts';
import { publishVersion } from '../publish-version.ts';
import { type MachineRecord, statesStore } from '../store.ts';
import { findIntegration } from '../tasks/integrations.ts';

export const createStateMachine = defineOperation<
  CreateStateMachineCommandInput,
  CreateStateMachineCommandOutput
>({
  service: 'states',
  name: 'CreateStateMachine',
  authorize: (input, { accountId, region }) => {
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${input.name}`;
    return [
      ...andTag({ action: 'states:CreateStateMachine', resource: arn }, 'states:TagResource', input.tags),
      passRoleRequest(input.roleArn ?? '', 'states.amazonaws.com'),
      ...(input.publish ? [{ action: 'states:PublishStateMachineVersion', resource: arn }] : []),
    ];
  },
  handle: async (input, { cloud, accountId, region, now }) => {
    const scope = { accountId, region };
    const name = requireName(input.name, 'a state machine');
    requireStandard(input.type);
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    const definition = checkedDefinition(input.definition);
    const roleArn = await checkedRole(cloud, scope, { arn, roleArn: input.roleArn });
    const before = statesStore(cloud).machines.get(scope, name);
    if (before && (before.definition !== definition || before.roleArn !== roleArn)) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`, {
        status: 400,
      });
    }
    const record: MachineRecord = before ?? {
      name,
      arn,
      definition,
      roleArn,
      revisionId: randomUUID(),
      ...(input.loggingConfiguration && { logging: input.loggingConfiguration }),
      ...(input.tracingConfiguration && { tracing: input.tracingConfiguration }),
      ...(input.encryptionConfiguration && { encryption: input.encryptionConfiguration }),
      tags: input.tags ?? [],
      createdAt: now.toISOString(),
      lastVersion: 0,
    };
    statesStore(cloud).machines.put(scope, name, record);
    const version = input.publish
      ? publishVersion(cloud, scope, record, input.versionDescription)
      : undefined;
    return {
      stateMachineArn: arn,
      creationDate: new Date(record.createdAt),
      ...(version && { stateMachineVersionArn: version.arn }),
    };
  },
});

export const updateStateMachine = defineOperation<
  UpdateStateMachineCommandInput,
  UpdateStateMachineCommandOutput
>({
  service: 'states',
  name: 'UpdateStateMachine',
  authorize: (input) => [
    machineRequest('UpdateStateMachine', input.stateMachineArn),
    ...(input.roleArn === undefined ? [] : [passRoleRequest(input.roleArn, 'states.amazonaws.com')]),
    ...(input.publish ? [machineRequest('PublishStateMachineVersion', input.stateMachineArn)] : []),
  ],
  handle: async (input, { cloud, now }) => {
    const address = machineAddress(input.stateMachineArn);
    const { scope, arn } = address;
    const { roleArn } = input;
    const checked = roleArn === undefined ? undefined : await checkedRole(cloud, scope, { arn, roleArn });
    const before = requireMachine(cloud, address);
    const record: MachineRecord = {
      ...before,
      definition: input.definition === undefined ? before.definition : checkedDefinition(input.definition),
      roleArn: checked ?? before.roleArn,
      ...(input.loggingConfiguration && { logging: input.loggingConfiguration }),
      ...(input.tracingConfiguration && { tracing: input.tracingConfiguration }),
      ...(input.encryptionConfiguration && { encryption: input.encryptionConfiguration }),
    };
    const same = record.definition === before.definition && record.roleArn === before.roleArn;
    const updated = { ...record, revisionId: same ? before.revisionId : randomUUID() };
    statesStore(cloud).machines.put(scope, updated.name, updated);
    const version = input.publish
      ? publishVersion(cloud, scope, updated, input.versionDescription)
      : undefined;
    return {
      updateDate: now,
      revisionId: updated.revisionId,
      ...(version && { stateMachineVersionArn: version.arn }),
    };
  },
});

/** Deletes the machine with its versions and aliases; running executions go on, as on AWS. */
export const deleteStateMachine = defineOperation<
  DeleteStateMachineCommandInput,
  DeleteStateMachineCommandOutput
>({
  service: 'states',
  name: 'DeleteStateMachine',
  authorize: (input) => [machineRequest('DeleteStateMachine', input.stateMachineArn)],
  handle: (input, { cloud }) => {
    const { scope, name } = machineAddress(input.stateMachineArn);
    const store = statesStore(cloud);
    cloud.store.transaction(() => {
      store.machines.delete(scope, name);
      for (const each of [store.versions, store.aliases]) {
        for (const [key] of each.list(scope, `${name}:`)) each.delete(scope, key);
      }
    });
    return {};
  },
});

function requireStandard(type: string | undefined): void {
  if (type === undefined || type === 'STANDARD') return;
  throw new AwsError(
    'StateMachineTypeNotSupported',
    `the sandbox runs STANDARD state machines only, not ${type}`,
  );
}

function checkedDefinition(text: string | undefined): string {
  const isResource = (resource: string): boolean => findIntegration(resource) !== undefined;
  parseDefinition(text ?? '', { isResource });
  return text ?? '';
}

/** The role must be one of the machine's account, and trust Step Functions. */
async function checkedRole(
  cloud: Cloud,
  { accountId, region }: Scope,
  machine: { readonly arn: string; readonly roleArn: string | undefined },
): Promise<string> {
  const { arn: sourceArn, roleArn = '' } = machine;
  const arn = parseArn(roleArn);
  if (arn?.service !== 'iam' || !arn.resource.startsWith('role/') || arn.accountId !== accountId) {
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}' is not a role of account ${accountId}`);
  }
  const service = 'states.amazonaws.com';
  await serviceRoleCaller(cloud, { service, roleArn, sessionName: 'validation', region, sourceArn });
  return roleArn;
}
