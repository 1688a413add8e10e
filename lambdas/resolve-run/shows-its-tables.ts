import type { GlueClient } from '@aws-sdk/client-glue';

import { SNAPSHOT_PARAMETER } from '../../core/naming/names.ts';
import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import { getGlueTable } from '../runtime/iceberg-catalog.ts';

/** Whether readers find a published snapshot in every table of the product. */
export async function showsItsTables(manifest: ProductManifest, glue: GlueClient): Promise<boolean> {
  for (const { glueTable } of manifest.tables) {
    const table = await getGlueTable(glue, { database: manifest.resources.database, table: glueTable });
    if (table?.Parameters?.[SNAPSHOT_PARAMETER] === undefined) return false;
  }
  return true;
}
