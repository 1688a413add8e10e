import type { DataCatalogEncryptionSettings } from '@aws-sdk/client-glue';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { sdkShape } from '../property-schemas.ts';

const Properties = z.strictObject({
  CatalogId: z.string(),
  DataCatalogEncryptionSettings: sdkShape<DataCatalogEncryptionSettings>(
    'ConnectionPasswordEncryption',
    'EncryptionAtRest',
  ),
});

/** Every catalog has these settings; deleting the resource sets them back to none. */
export const glueDataCatalogEncryptionSettings = defineProvider({
  type: 'AWS::Glue::DataCatalogEncryptionSettings',
  properties: Properties,
  createOnly: ['CatalogId'],
  createsAgain: true,
  overwrites: true,
  identify: ({ CatalogId }) => CatalogId,
  create: async (properties, { call }) => {
    await call('glue', 'PutDataCatalogEncryptionSettings', properties);
    return { physicalId: properties.CatalogId };
  },
  read: async (CatalogId, { call }) => {
    await call('glue', 'GetDataCatalogEncryptionSettings', { CatalogId });
    return {};
  },
  describe: async (CatalogId, { call }) =>
    picked(
      await call('glue', 'GetDataCatalogEncryptionSettings', { CatalogId }),
      'DataCatalogEncryptionSettings',
    ),
  update: async (_physicalId, { desired }, { call }) => {
    await call('glue', 'PutDataCatalogEncryptionSettings', desired);
    return undefined;
  },
  delete: async (CatalogId, { call }) => {
    await call('glue', 'PutDataCatalogEncryptionSettings', {
      CatalogId,
      DataCatalogEncryptionSettings: {
        EncryptionAtRest: { CatalogEncryptionMode: 'DISABLED' },
        ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: false },
      },
    });
  },
});
