import { createHash } from 'node:crypto';
import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
  GetDataCatalogEncryptionSettingsCommandInput,
  GetDataCatalogEncryptionSettingsCommandOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
  PutDataCatalogEncryptionSettingsCommandInput,
  PutDataCatalogEncryptionSettingsCommandOutput,
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput,
} from '@aws-sdk/client-glue';
import { notUnderstood } from '../../../../core/access/iam/not-understood.ts';
import { compiledPolicy } from '../../../../core/access/iam/policy-cache.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { entityNotFound, invalidInput } from '../../lakeformation/lake-error.ts';
import { catalogScope } from '../catalog.ts';
import { catalogRequests } from '../catalog-requests.ts';
import { glueStore } from '../store.ts';

export const putDataCatalogEncryptionSettings = defineOperation<
  PutDataCatalogEncryptionSettingsCommandInput,
  PutDataCatalogEncryptionSettingsCommandOutput
>({
  service: 'glue',
  name: 'PutDataCatalogEncryptionSettings',
  authorize: ({ CatalogId }, context) =>
    catalogRequests('PutDataCatalogEncryptionSettings', context, { CatalogId }),
  handle: ({ CatalogId, DataCatalogEncryptionSettings: settings }, context) => {
    const { EncryptionAtRest: atRest, ConnectionPasswordEncryption: passwords } = settings ?? {};
    glueStore(context.cloud).encryption.put(catalogScope(context, CatalogId), 'settings', {
      ...(atRest !== undefined && { atRest }),
      ...(passwords !== undefined && {
        passwords: {
          returnEncrypted: passwords.ReturnConnectionPasswordEncrypted ?? false,
          ...(passwords.AwsKmsKeyId !== undefined && { keyId: passwords.AwsKmsKeyId }),
        },
      }),
    });
    return {};
  },
});

export const getDataCatalogEncryptionSettings = defineOperation<
  GetDataCatalogEncryptionSettingsCommandInput,
  GetDataCatalogEncryptionSettingsCommandOutput
>({
  service: 'glue',
  name: 'GetDataCatalogEncryptionSettings',
  authorize: ({ CatalogId }, context) =>
    catalogRequests('GetDataCatalogEncryptionSettings', context, { CatalogId }),
  handle: ({ CatalogId }, context) => {
    const record = glueStore(context.cloud).encryption.get(catalogScope(context, CatalogId), 'settings');
    const { atRest, passwords } = record ?? {};
    return {
      DataCatalogEncryptionSettings: {
        EncryptionAtRest: atRest ?? { CatalogEncryptionMode: 'DISABLED' },
        ConnectionPasswordEncryption: {
          ReturnConnectionPasswordEncrypted: passwords?.returnEncrypted ?? false,
          ...(passwords?.keyId !== undefined && { AwsKmsKeyId: passwords.keyId }),
        },
      },
    };
  },
});

export const putResourcePolicy = defineOperation<
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput
>({
  service: 'glue',
  name: 'PutResourcePolicy',
  authorize: (_input, context) => catalogRequests('PutResourcePolicy', context, {}),
  handle: (input, context) => {
    const text = checkPolicy(input.PolicyInJson);
    const now = context.now.toISOString();
    const { policies } = glueStore(context.cloud);
    const known = policies.get(ownScope(context), 'policy');
    policies.put(ownScope(context), 'policy', { text, createdAt: known?.createdAt ?? now, updatedAt: now });
    return { PolicyHash: hashOf(text) };
  },
});

export const getResourcePolicy = defineOperation<
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput
>({
  service: 'glue',
  name: 'GetResourcePolicy',
  authorize: (_input, context) => catalogRequests('GetResourcePolicy', context, {}),
  handle: (_input, context) => {
    const policy = glueStore(context.cloud).policies.get(ownScope(context), 'policy');
    if (!policy) throw entityNotFound('Policy not found');
    return {
      PolicyInJson: policy.text,
      PolicyHash: hashOf(policy.text),
      CreateTime: new Date(policy.createdAt),
      UpdateTime: new Date(policy.updatedAt),
    };
  },
});

export const deleteResourcePolicy = defineOperation<
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput
>({
  service: 'glue',
  name: 'DeleteResourcePolicy',
  authorize: (_input, context) => catalogRequests('DeleteResourcePolicy', context, {}),
  handle: (_input, context) => {
    if (!glueStore(context.cloud).policies.delete(ownScope(context), 'policy')) {
      throw entityNotFound('Policy not found');
    }
    return {};
  },
});

const ownScope = ({ accountId, region }: RequestContext) => ({ accountId, region });

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 32);

function checkPolicy(text: string | undefined): string {
  if (!text) throw invalidInput('PolicyInJson is empty');
  const unknown = notUnderstood(compiledPolicy(text));
  if (unknown) throw invalidInput(`the sandbox does not understand ${unknown.what}`);
  return text;
}
