import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import * as aliasOperations from './operations/aliases.ts';
import * as encryption from './operations/encryption.ts';
import * as state from './operations/key-state.ts';
import * as tags from './operations/key-tags.ts';
import * as keyOperations from './operations/keys.ts';
import { aliases, keys } from './store.ts';

export const kmsService: Service = {
  name: 'kms',
  operations: {
    CancelKeyDeletion: state.cancelKeyDeletion,
    CreateAlias: aliasOperations.createAlias,
    CreateKey: keyOperations.createKey,
    Decrypt: encryption.decrypt,
    DeleteAlias: aliasOperations.deleteAlias,
    DescribeKey: keyOperations.describeKey,
    DisableKey: state.disableKey,
    DisableKeyRotation: state.disableKeyRotation,
    EnableKey: state.enableKey,
    EnableKeyRotation: state.enableKeyRotation,
    Encrypt: encryption.encrypt,
    GenerateDataKey: encryption.generateDataKey,
    GenerateDataKeyWithoutPlaintext: encryption.generateDataKeyWithoutPlaintext,
    GetKeyPolicy: keyOperations.getKeyPolicy,
    GetKeyRotationStatus: state.getKeyRotationStatus,
    ListAliases: aliasOperations.listAliases,
    ListKeyPolicies: keyOperations.listKeyPolicies,
    ListKeys: keyOperations.listKeys,
    ListResourceTags: tags.listResourceTags,
    PutKeyPolicy: keyOperations.putKeyPolicy,
    ScheduleKeyDeletion: state.scheduleKeyDeletion,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    UpdateAlias: aliasOperations.updateAlias,
    UpdateKeyDescription: keyOperations.updateKeyDescription,
  },
  start: async (cloud) => deleteExpiredKeys(cloud),
};

/** Keys whose waiting period is over go at the next start, with their aliases. */
function deleteExpiredKeys(cloud: Cloud): void {
  const now = cloud.clock().toISOString();
  for (const { scope, key, value } of keys(cloud).listAll()) {
    if (value.deletionAt === undefined || value.deletionAt > now) continue;
    cloud.store.transaction(() => {
      keys(cloud).delete(scope, key);
      for (const [name, alias] of aliases(cloud).list(scope)) {
        if (alias.keyId === key) aliases(cloud).delete(scope, name);
      }
    });
  }
}
