import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareDeclarations,
  compareLinks,
  type DeclarationChange,
  type LinkChange,
} from '../../core/access/grants/compare-declarations.ts';
import type { DeclaredGrantsDocument } from '../../core/access/grants/declaration.ts';
import type { ManifestPointer } from '../../core/pipeline/manifest.ts';
import type { AssemblyStack } from './assembly.ts';
import type { StackComparison } from './compare-stack.ts';
import { assumeFirst, clientConfig, READING } from './deploy-role.ts';
import type { DeployTarget } from './deploy-target.ts';

export type StackGrants =
  | {
      readonly stack: AssemblyStack;
      readonly changes: readonly DeclarationChange[];
      readonly links: readonly LinkChange[];
    }
  /** The deployed document could not be read, so what is gained and lost is not known. */
  | { readonly stack: AssemblyStack; readonly unread: string };

/** What the grants that a stack declares become: its document in the assembly against the deployed one. */
export async function grantChanges(
  target: DeployTarget,
  assembly: string,
  { stack, parameters }: StackComparison,
): Promise<StackGrants | undefined> {
  const [value] = [...parameters].flatMap(([name, values]) => (name.endsWith('/grants') ? [values] : []));
  if (!value) return undefined;
  const after = value.after === undefined ? NOTHING : documentInAssembly(assembly, value.after);
  try {
    const before =
      value.before === undefined
        ? NOTHING
        : await deployedDocument(target, stack, parsePointer(value.before));
    return {
      stack,
      changes: compareDeclarations(before.grants, after.grants),
      links: compareLinks(before.links ?? [], after.links ?? []),
    };
  } catch (error) {
    return { stack, unread: error instanceof Error ? error.message : String(error) };
  }
}

/** Written by `PublishedJson` of this mesh's stacks. */
const parsePointer = (text: string): ManifestPointer => JSON.parse(text) as ManifestPointer;

const parseDocument = (text: string): DeclaredGrantsDocument => JSON.parse(text) as DeclaredGrantsDocument;

type Declared = Pick<DeclaredGrantsDocument, 'grants' | 'links'>;
const NOTHING: Declared = { grants: [] };

function documentInAssembly(assembly: string, pointer: string): Declared {
  const file = join(assembly, `asset.${parsePointer(pointer).key}`);
  return existsSync(file) ? parseDocument(readFileSync(file, 'utf8')) : NOTHING;
}

/** The bootstrap's deploy role may read the bucket of assets; its lookup role may not, where a key of KMS encrypts it. */
async function deployedDocument(
  target: DeployTarget,
  stack: AssemblyStack,
  { bucket, key }: ManifestPointer,
): Promise<DeclaredGrantsDocument> {
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const as = await assumeFirst(target, READING, stack);
  const client = new S3Client({
    ...clientConfig(target, stack.region, as),
    forcePathStyle: target.endpoint !== undefined,
  });
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return parseDocument((await Body?.transformToString()) ?? '');
}
