import * as z from 'zod';

/** Where the product's manifest is; a new hash is what makes CloudFormation ask again. */
export const ManifestPointerProperties = z.object({
  bucket: z.string(),
  key: z.string(),
  sha256: z.string(),
  version: z.string(),
});
