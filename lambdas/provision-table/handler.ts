import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';

import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineCustomResource } from '../runtime/define-custom-resource.ts';
import { readManifest } from '../runtime/read-manifest.ts';
import { FunctionEnvironment } from '../runtime/run-schemas.ts';
import { ManifestPointerProperties } from './input.ts';
import { provisionTables } from './provision-tables.ts';

const clients = lazily(() => ({ glue: new GlueClient(CLIENT_CONFIG), s3: new S3Client(CLIENT_CONFIG) }));

export const handler = defineCustomResource({
  properties: ManifestPointerProperties,
  env: FunctionEnvironment,
  apply: async (pointer, { clock, logger }) => {
    const manifest = await readManifest(clients().s3, pointer);
    const tables = await provisionTables(manifest, { ...clients(), clock });
    logger.info('tables provisioned', { tables });
    return { data: { Tables: tables.map(({ table, change }) => `${table}: ${change}`).join(', ') } };
  },
  // Data outlives its stack: nobody drops a product's tables by deleting a stack.
  remove: async (pointer, { logger }) => {
    logger.info('tables retained; drop them and their files by hand when they are no longer wanted', {
      pointer,
    });
    return { data: { Tables: 'retained' } };
  },
});
