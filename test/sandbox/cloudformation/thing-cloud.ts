import { z } from 'zod';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { AwsError } from '../../../sandbox/cloud/aws-error.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { defineOperation } from '../../../sandbox/cloud/operation.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { customResource } from '../../../sandbox/cloudformation/custom-resource.ts';
import { defineProvider } from '../../../sandbox/cloudformation/define-provider.ts';
import { generatedName } from '../../../sandbox/cloudformation/generated-name.ts';
import { flag } from '../../../sandbox/cloudformation/property-schemas.ts';
import { providerTable } from '../../../sandbox/cloudformation/provider-table.ts';
import type { StackInput } from '../../../sandbox/cloudformation/stack-input.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const SCOPE = { accountId: ACCOUNT, region: REGION };

export type Thing = { readonly name: string; readonly value: string };

/** Called before (`after: false`) and after each write of the thing service. */
export type Interrupt = (write: { readonly operation: string; readonly after: boolean }) => Promise<void>;

/** A cloud with one small service, so that the engine can be tried without any real one. */
export function thingCloud(store = new Store(':memory:'), interrupt: Interrupt = async () => undefined) {
  const things = store.collection<Thing>('thing');
  const cloud = new Cloud({
    store,
    directory: '/nowhere',
    clock: () => new Date('2025-01-01T00:00:00Z'),
    authorize: () => undefined,
  });
  const write = (operation: string, work: (input: Thing) => void) =>
    defineOperation<Thing, unknown>({
      service: 'thing',
      name: operation,
      authorize: () => [],
      handle: async (input) => {
        await interrupt({ operation, after: false });
        if (input.value === 'poison') throw new AwsError('PoisonException', `${input.name} is poisoned`);
        work(input);
        await interrupt({ operation, after: true });
        return {};
      },
    });
  cloud.register({
    name: 'thing',
    operations: {
      Create: write('Create', (thing) => {
        if (things.get(SCOPE, thing.name))
          throw new AwsError('AlreadyExistsException', `${thing.name} exists`);
        things.put(SCOPE, thing.name, thing);
      }),
      Update: write('Update', (thing) => {
        if (!things.get(SCOPE, thing.name)) throw new AwsError('NotFoundException', `no ${thing.name}`);
        things.put(SCOPE, thing.name, thing);
      }),
      Delete: write('Delete', (thing) => {
        const users = things.list(SCOPE).filter(([, { value }]) => value === `uses ${thing.name}`);
        if (users.length > 0)
          throw new AwsError('InUseException', `${thing.name} is used by ${users[0]?.[0]}`);
        things.delete(SCOPE, thing.name);
      }),
    },
  });
  return { cloud, store, things: () => things.list(SCOPE).map(([, thing]) => thing) };
}

const thing = defineProvider({
  type: 'Test::Engine::Thing',
  properties: z.strictObject({
    Name: z.string().optional(),
    Value: z.string().default(''),
    Fixed: flag.optional(),
    Tags: z.array(z.unknown()).optional(),
  }),
  createOnly: ['Name', 'Fixed'],
  tags: 'list',
  identify: ({ Name }, context) => Name ?? generatedName(context),
  create: async ({ Name, Value }, context) => {
    const name = Name ?? generatedName(context);
    await context.cloud.dispatch(caller(context), 'thing', 'Create', { name, value: Value });
    return { physicalId: name };
  },
  read: async (name, { cloud, accountId, region }) => {
    const found = cloud.store.collection<Thing>('thing').get({ accountId, region }, name);
    return found && { Arn: `arn:thing/${found.name}`, Value: found.value };
  },
  update: async (name, { desired }, context) => {
    await context.cloud.dispatch(caller(context), 'thing', 'Update', { name, value: desired.Value });
    return undefined;
  },
  delete: async (name, context) => {
    await context.cloud.dispatch(caller(context), 'thing', 'Delete', { name, value: '' });
  },
});

/** As Lake Formation's grants: two of the same name cannot be there at once. */
const exclusive = {
  ...thing,
  type: 'Test::Engine::Exclusive',
  createOnly: ['Value'],
  deletesBeforeReplacing: true,
};

export const thingProviders = providerTable([thing, exclusive], customResource);

function caller(context: { readonly accountId: string; readonly region: string }) {
  return { principal: { kind: 'root' } as const, accountId: context.accountId, region: context.region };
}

export function stackOf(
  resources: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): StackInput {
  return {
    name: 'mesh-local-things',
    account: ACCOUNT,
    region: REGION,
    template: parseTemplate({ Resources: resources, ...more }),
    parameters: {},
    tags: {},
    constructPaths: Object.fromEntries(Object.keys(resources).map((id) => [id, `things/${id}/Resource`])),
  };
}
