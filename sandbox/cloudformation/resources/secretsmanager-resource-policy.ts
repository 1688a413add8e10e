import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { document } from '../property-schemas.ts';

const Properties = z.strictObject({ SecretId: z.string(), ResourcePolicy: document });

/** The policy of one secret; a secret is born without one. */
export const secretsmanagerResourcePolicy = defineProvider({
  type: 'AWS::SecretsManager::ResourcePolicy',
  properties: Properties,
  createOnly: ['SecretId'],
  createsAgain: true,
  overwrites: true,
  identify: ({ SecretId }) => SecretId,
  create: async ({ SecretId, ResourcePolicy }, { call }) => {
    const policy = JSON.stringify(ResourcePolicy);
    await call('secretsmanager', 'PutResourcePolicy', { SecretId, ResourcePolicy: policy });
    return { physicalId: SecretId };
  },
  read: async (SecretId, { call }) => {
    const found = await unlessAbsent(call('secretsmanager', 'GetResourcePolicy', { SecretId }));
    return found?.ResourcePolicy === undefined ? undefined : { Id: SecretId };
  },
  describe: async (SecretId, { call }) => {
    const found = await unlessAbsent(call('secretsmanager', 'GetResourcePolicy', { SecretId }));
    return found?.ResourcePolicy === undefined
      ? undefined
      : { SecretId, ResourcePolicy: documentIn(found.ResourcePolicy) };
  },
  update: async (SecretId, { desired }, { call }) => {
    const policy = JSON.stringify(desired.ResourcePolicy);
    await call('secretsmanager', 'PutResourcePolicy', { SecretId, ResourcePolicy: policy });
    return undefined;
  },
  delete: async (SecretId, { call }) => {
    await unlessAbsent(call('secretsmanager', 'DeleteResourcePolicy', { SecretId }));
  },
});
