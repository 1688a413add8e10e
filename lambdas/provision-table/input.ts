import * as z from 'zod';

/** Where the product's manifest is; a new hash is what makes CloudFormation ask again. */
const ManifestPointerProperties = z.object({
  bucket: z.string(),
  key: z.string(),
  sha256: z.string(),
  version: z.string(),
});

/** Where the domain's key is kept. */
const TokenKeyProperties = z.object({ tokenKeyBucket: z.string(), tokenKeyObject: z.string() });

export const ProvisionProperties = z.union([ManifestPointerProperties, TokenKeyProperties]);
