import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { keyAs } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';

const Properties = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });

export const kmsAlias = defineProvider({
  type: 'AWS::KMS::Alias',
  properties: Properties,
  createOnly: ['AliasName'],
  identifiers: ['AliasName'],
  identify: ({ AliasName }) => AliasName,
  create: async ({ AliasName, TargetKeyId }, { call }) => {
    await call('kms', 'CreateAlias', { AliasName, TargetKeyId });
    return { physicalId: AliasName };
  },
  read: async (KeyId, { call }) => (await unlessAbsent(call('kms', 'DescribeKey', { KeyId }))) && {},
  describe: async (AliasName, { call }, { TargetKeyId }) => {
    const found = await unlessAbsent(call('kms', 'DescribeKey', { KeyId: AliasName }));
    return found && { AliasName, TargetKeyId: keyAs(TargetKeyId, found.KeyMetadata?.Arn) };
  },
  update: async (AliasName, { desired }, { call }) => {
    await call('kms', 'UpdateAlias', { AliasName, TargetKeyId: desired.TargetKeyId });
    return undefined;
  },
  delete: async (AliasName, { call }) => {
    await unlessAbsent(call('kms', 'DeleteAlias', { AliasName }));
  },
});
