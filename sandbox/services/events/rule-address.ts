import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { busAddress } from './bus-address.ts';
import { eventsStore, type RuleRecord } from './store.ts';

export function requireRule(
  { cloud, accountId, region }: RequestContext,
  bus: string | undefined,
  name: string | undefined,
): { readonly scope: Scope; readonly record: RuleRecord } {
  const address = busAddress({ accountId, region }, bus);
  const record = eventsStore(cloud).rules.get(address.scope, `${address.name}/${name}`);
  if (record) return { scope: address.scope, record };
  throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${address.name}.`);
}
