import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import { getRandomPassword } from './operations/get-random-password.ts';
import * as manage from './operations/manage-secrets.ts';
import * as read from './operations/read-secrets.ts';
import * as write from './operations/write-secrets.ts';
import { secrets } from './store.ts';

export const secretsmanagerService: Service = {
  name: 'secretsmanager',
  operations: {
    CreateSecret: write.createSecret,
    DeleteResourcePolicy: manage.deleteResourcePolicy,
    DeleteSecret: manage.deleteSecret,
    DescribeSecret: read.describeSecret,
    GetRandomPassword: getRandomPassword,
    GetResourcePolicy: manage.getResourcePolicy,
    GetSecretValue: read.getSecretValue,
    ListSecrets: read.listSecrets,
    PutResourcePolicy: manage.putResourcePolicy,
    PutSecretValue: write.putSecretValue,
    RestoreSecret: manage.restoreSecret,
    TagResource: manage.tagResource,
    UntagResource: manage.untagResource,
    UpdateSecret: write.updateSecret,
  },
  start: async (cloud) => deleteExpiredSecrets(cloud),
};

function deleteExpiredSecrets(cloud: Cloud): void {
  const now = cloud.clock().toISOString();
  for (const { scope, key, value } of secrets(cloud).listAll()) {
    if (value.deletionAt !== undefined && value.deletionAt <= now) secrets(cloud).delete(scope, key);
  }
}
