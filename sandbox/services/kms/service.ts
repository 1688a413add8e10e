import type { Service } from '../../cloud/service.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './operations/aliases.ts';
import { createKey, describeKey } from './operations/create-key.ts';
import { decrypt, encrypt, generateDataKey } from './operations/cryptography.ts';
import {
  cancelKeyDeletion,
  disableKey,
  disableKeyRotation,
  enableKey,
  enableKeyRotation,
  getKeyPolicy,
  getKeyRotationStatus,
  putKeyPolicy,
  scheduleKeyDeletion,
  updateKeyDescription,
} from './operations/manage-key.ts';
import { listResourceTags, tagResource, untagResource } from './operations/tags.ts';

/** AWS KMS: symmetric keys with policies, aliases and real encryption. */
export const kmsService: Service = {
  name: 'kms',
  operations: {
    CreateKey: createKey,
    DescribeKey: describeKey,
    EnableKey: enableKey,
    DisableKey: disableKey,
    EnableKeyRotation: enableKeyRotation,
    DisableKeyRotation: disableKeyRotation,
    GetKeyRotationStatus: getKeyRotationStatus,
    UpdateKeyDescription: updateKeyDescription,
    PutKeyPolicy: putKeyPolicy,
    GetKeyPolicy: getKeyPolicy,
    ScheduleKeyDeletion: scheduleKeyDeletion,
    CancelKeyDeletion: cancelKeyDeletion,
    CreateAlias: createAlias,
    UpdateAlias: updateAlias,
    DeleteAlias: deleteAlias,
    ListAliases: listAliases,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListResourceTags: listResourceTags,
    Encrypt: encrypt,
    Decrypt: decrypt,
    GenerateDataKey: generateDataKey,
  },
};
