import { z } from 'zod';

// Only the members that deploying needs; the rest of the manifest is for other tools.
const Artifact = z.looseObject({
  type: z.string(),
  environment: z.string().optional(),
  dependencies: z.array(z.string()).optional(),
  displayName: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.array(z.looseObject({ type: z.string(), data: z.unknown() }))).optional(),
  additionalMetadataFile: z.string().optional(),
});
export type Artifact = z.infer<typeof Artifact>;

/** `manifest.json` of a cloud assembly. */
export const AssemblyManifest = z.looseObject({
  version: z.string(),
  artifacts: z.record(z.string(), Artifact).default({}),
});

/** Metadata by construct path, of a stack artifact or of its `additionalMetadataFile`. */
export const ConstructMetadata = z.record(
  z.string(),
  z.array(z.looseObject({ type: z.string(), data: z.unknown().optional() })),
);
export type ConstructMetadata = z.infer<typeof ConstructMetadata>;

export const StackProperties = z.looseObject({
  templateFile: z.string(),
  stackName: z.string().optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  terminationProtection: z.boolean().optional(),
});

export const NestedAssemblyProperties = z.looseObject({ directoryName: z.string() });

export const AssetManifestProperties = z.looseObject({ file: z.string() });

/** `<stack>.assets.json`. */
export const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({
          path: z.string().optional(),
          packaging: z.enum(['file', 'zip']).optional(),
          executable: z.array(z.string()).optional(),
        }),
        destinations: z.record(z.string(), z.looseObject({ bucketName: z.string(), objectKey: z.string() })),
      }),
    )
    .optional(),
  dockerImages: z.record(z.string(), z.unknown()).optional(),
});
