import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';

import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { type CustomResourceAnswer, defineCustomResource } from '../runtime/define-custom-resource.ts';
import { readManifest } from '../runtime/read-manifest.ts';
import { FunctionEnvironment } from '../runtime/run-schemas.ts';
import { ProvisionProperties } from './input.ts';
import { provisionTables } from './provision-tables.ts';
import { provisionTokenKey } from './provision-token-key.ts';

const clients = lazily(() => ({ glue: new GlueClient(CLIENT_CONFIG), s3: new S3Client(CLIENT_CONFIG) }));

export const handler = defineCustomResource({
  properties: ProvisionProperties,
  env: FunctionEnvironment,
  apply: async (pointer, { clock, logger }) => {
    if ('tokenKeyBucket' in pointer) {
      const place = { bucket: pointer.tokenKeyBucket, key: pointer.tokenKeyObject };
      const change = await provisionTokenKey(place, clients());
      logger.info('token key provisioned', { change });
      return answer(`token key: ${change}`);
    }
    const manifest = await readManifest(clients().s3, pointer);
    const tables = await provisionTables(manifest, { ...clients(), clock });
    logger.info('tables provisioned', { tables });
    return answer(tables.map(({ table, change }) => `${table}: ${change}`).join(', '));
  },
  // Data outlives its stack: nobody drops a product's tables, or what their tokens were made with, with a stack.
  remove: async (pointer, { logger }) => {
    logger.info('retained; drop tables and files by hand when they are no longer wanted', { pointer });
    return answer('retained');
  },
});

function answer(provisioned: string): CustomResourceAnswer {
  return { data: { Provisioned: provisioned } };
}
