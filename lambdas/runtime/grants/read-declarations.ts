import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';

import type { DeclaredGrantsDocument } from '../../../core/access/grants/declaration.ts';
import { LADDER } from '../../../core/access/grants/ladder.ts';
import { MeshError } from '../../../core/errors/mesh-error.ts';
import { getBytes } from '../objects.ts';

/** Where a document of declared grants is; CloudFormation and SSM hand it over alike. */
export const GrantsPointer = z.object({
  bucket: z.string(),
  key: z.string(),
  sha256: z.string(),
  version: z.string().optional(),
});
export type GrantsPointer = z.infer<typeof GrantsPointer>;

const Names = z.array(z.string()).readonly();

const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('database'), catalogId: z.string(), database: z.string() }),
  z.object({ kind: z.literal('table'), catalogId: z.string(), database: z.string(), table: z.string() }),
  z.object({
    kind: z.literal('filter'),
    catalogId: z.string(),
    database: z.string(),
    table: z.string(),
    columns: Names,
    rows: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('lf-tag-policy'),
    catalogId: z.string(),
    resourceType: z.enum(['DATABASE', 'TABLE']),
    expression: z.record(z.string(), Names),
  }),
  z.object({ kind: z.literal('data-location'), catalogId: z.string(), resourceArn: z.string() }),
]);

const Governs = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tables'), catalogId: z.string(), database: z.string(), tables: Names }),
  z.object({
    kind: z.literal('domain'),
    catalogId: z.string(),
    domain: z.string(),
    databases: Names,
    locations: Names,
  }),
]);

const Document = z.object({
  schema: z.literal('freehold.grants.v1'),
  domain: z.string(),
  owner: z.string(),
  governs: Governs,
  grants: z.array(
    z.object({
      principal: z.string(),
      target: Target,
      permissions: Names,
      expires: z.string().exactOptional(),
      because: z.string(),
    }),
  ),
  links: z
    .array(z.object({ database: z.string(), catalogId: z.string(), tables: Names }))
    .readonly()
    .exactOptional(),
  undeclared: z.enum(LADDER).exactOptional(),
});

/** Reads a document and refuses one that is not what its pointer was written for. */
export async function readDeclaration(s3: S3Client, at: GrantsPointer): Promise<DeclaredGrantsDocument> {
  const bytes = await getBytes(s3, at);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === at.sha256) return Document.parse(JSON.parse(new TextDecoder().decode(bytes)));
  throw new MeshError(`the grants at s3://${at.bucket}/${at.key} have sha256 ${sha256}, not ${at.sha256}`, {
    code: 'DeclarationChanged',
    hint: 'deploy the stack that declares them again',
    source: 'platform',
  });
}

/** A page holds ten parameters. */
const PAGES_MAX = 200;

/** All documents of a domain: the parameters below its path whose names end in `/grants`. */
export async function readDeclarations(
  clients: { readonly ssm: SSMClient; readonly s3: S3Client },
  path: string,
): Promise<readonly DeclaredGrantsDocument[]> {
  const documents: DeclaredGrantsDocument[] = [];
  for (const pointer of await pointers(clients.ssm, path)) {
    documents.push(await readDeclaration(clients.s3, pointer));
  }
  return documents;
}

async function pointers(ssm: SSMClient, path: string): Promise<readonly GrantsPointer[]> {
  const found: GrantsPointer[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { Parameters = [], NextToken } = await ssm.send(
      new GetParametersByPathCommand({
        Path: path,
        Recursive: true,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    for (const { Name, Value } of Parameters) {
      if (Name?.endsWith('/grants')) found.push(GrantsPointer.parse(JSON.parse(Value ?? 'null')));
    }
    if (!NextToken) return found;
    token = NextToken;
  }
  throw new MeshError(`there are more than ${PAGES_MAX * 10} parameters below ${path}`, {
    code: 'TooManyParameters',
    source: 'platform',
  });
}
