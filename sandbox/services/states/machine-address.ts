import { requireArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { type AliasRecord, type MachineRecord, statesStore, type VersionRecord } from './store.ts';

export type MachineAddress = {
  readonly scope: Scope;
  readonly name: string;
  /** Without qualifier. */
  readonly arn: string;
  /** Number of a version, or name of an alias. */
  readonly qualifier?: string;
};

/** Where a state machine, version or alias given by its ARN lives, whether or not it exists. */
export function machineAddress(text: string | undefined): MachineAddress {
  const { service, accountId, region, resource } = requireArn(text ?? '', 'stateMachineArn');
  const [kind, name = '', qualifier, ...rest] = resource.split(':');
  if (service !== 'states' || kind !== 'stateMachine' || name === '' || rest.length > 0) {
    throw new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${text}'`);
  }
  return {
    scope: { accountId, region },
    name,
    arn: `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
    ...(qualifier !== undefined && { qualifier }),
  };
}

/**
 * AWS authorises versions and aliases on the machine's own ARN, with the qualifier as a condition key.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export function machineRequest(action: string, text: string | undefined): AuthorizationRequest {
  const { arn, scope, qualifier } = machineAddress(text);
  return {
    action: `states:${action}`,
    resource: arn,
    resourceAccount: scope.accountId,
    ...(qualifier !== undefined && { context: { 'states:StateMachineQualifier': qualifier } }),
  };
}

export function requireMachine(cloud: Cloud, { scope, name, arn }: MachineAddress): MachineRecord {
  const record = statesStore(cloud).machines.get(scope, name);
  if (record) return record;
  throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** The version that an ARN names. */
export function requireVersion(cloud: Cloud, address: MachineAddress): VersionRecord {
  const { scope, name, arn, qualifier } = address;
  const record = statesStore(cloud).versions.get(scope, `${name}:${qualifier}`);
  if (record) return record;
  throw new AwsError(
    'ResourceNotFound',
    `Request references a resource that does not exist: '${arn}:${qualifier}'`,
  );
}

export function requireAlias(cloud: Cloud, address: MachineAddress): AliasRecord {
  const { scope, name, arn, qualifier } = address;
  const record = statesStore(cloud).aliases.get(scope, `${name}:${qualifier}`);
  if (record) return record;
  throw new AwsError(
    'ResourceNotFound',
    `Request references a resource that does not exist: '${arn}:${qualifier}'`,
  );
}

export type MachineTarget = Pick<MachineRecord, 'definition' | 'roleArn'> & {
  readonly machine: MachineRecord;
  readonly versionArn?: string;
  readonly aliasArn?: string;
};

/** What an execution started through this ARN runs: the machine as it is, a version, or an alias's choice of one. */
export function machineTarget(cloud: Cloud, address: MachineAddress): MachineTarget {
  const machine = requireMachine(cloud, address);
  const { qualifier, scope, name } = address;
  if (qualifier === undefined) return { machine, definition: machine.definition, roleArn: machine.roleArn };
  if (/^\d+$/.test(qualifier)) return ofVersion(machine, requireVersion(cloud, address));
  const alias = requireAlias(cloud, address);
  const chosen = machineAddress(chooseRoute(alias));
  const version = requireVersion(cloud, { ...address, scope, name, qualifier: chosen.qualifier ?? '' });
  return { ...ofVersion(machine, version), aliasArn: alias.arn };
}

function ofVersion(machine: MachineRecord, { arn, definition, roleArn }: VersionRecord): MachineTarget {
  return { machine, definition, roleArn, versionArn: arn };
}

function chooseRoute({ routing }: AliasRecord): string {
  let left = Math.random() * 100;
  const route = routing.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return (route ?? routing.at(-1))?.stateMachineVersionArn ?? '';
}
