import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { type BusRecord, eventsStore } from './store.ts';

export type Bus = { readonly scope: Scope; readonly record: BusRecord };
export type BusAddress = { readonly scope: Scope; readonly name: string; readonly arn: string };

/** Where a bus given by name or ARN lives, whether or not it exists. */
export function busAddress(scope: Scope, nameOrArn: string | undefined): BusAddress {
  const arn = parseArn(nameOrArn ?? '');
  const name = arn ? arn.resource.replace(/^event-bus\//, '') : (nameOrArn ?? 'default');
  const home = arn ? { accountId: arn.accountId, region: arn.region } : scope;
  return { scope: home, name, arn: busArn(home, name) };
}

/** The bus; the account's default bus always exists, as on AWS. */
export function findBus(cloud: Cloud, scope: Scope, nameOrArn: string | undefined): Bus | undefined {
  const { scope: home, name, arn } = busAddress(scope, nameOrArn);
  const record =
    eventsStore(cloud).buses.get(home, name) ?? (name === 'default' ? defaultBus(arn) : undefined);
  return record && { scope: home, record };
}

export function requireBus(cloud: Cloud, scope: Scope, nameOrArn: string | undefined): Bus {
  const bus = findBus(cloud, scope, nameOrArn);
  if (bus) return bus;
  const { name } = busAddress(scope, nameOrArn);
  throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

function defaultBus(arn: string): BusRecord {
  const epoch = new Date(0).toISOString();
  return { name: 'default', arn, tags: [], createdAt: epoch, modifiedAt: epoch };
}

function busArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
}

/** Rules of the default bus leave its name out. */
export function ruleArn({ accountId, region }: Scope, bus: string, rule: string): string {
  const path = bus === 'default' ? rule : `${bus}/${rule}`;
  return `arn:aws:events:${region}:${accountId}:rule/${path}`;
}
