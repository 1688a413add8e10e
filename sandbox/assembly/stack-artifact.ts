import type { Template } from '../../core/cloudformation/template.ts';

/** A file that a stack needs in its account's bootstrap bucket. */
export type FileAsset = {
  readonly path: string;
  readonly packaging: 'file' | 'zip';
  readonly bucket: string;
  /** Holds the hash of the content: an object under it never needs publishing again. */
  readonly key: string;
};

/** One stack of a cloud assembly. */
export type StackArtifact = {
  /** Artifact id: unique in its assembly. */
  readonly id: string;
  /** Construct path of the stack, for example `operations/Namespace`; what `cdk deploy` patterns match. */
  readonly displayName: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
  /** Construct path by logical id. */
  readonly constructPaths: Readonly<Record<string, string>>;
  readonly assets: readonly FileAsset[];
  /** Ids of the stacks that must be deployed before. */
  readonly dependencies: readonly string[];
};

export type CloudAssembly = {
  readonly directory: string;
  /** Every stack after those that it depends on. */
  readonly stacks: readonly StackArtifact[];
};
