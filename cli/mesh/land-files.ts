import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { bucketName } from '../../core/naming/names.ts';
import type { Environment, LandingFile, Mesh } from '../../core/spec/mesh.ts';
import { findLandingFile } from '../load/landing-file.ts';
import { assumeRole, type Connection, s3Client } from './clients.ts';
import { findPrincipal } from './principal.ts';

export type Landed = { readonly to: string; readonly bytes: number; readonly isNew: boolean };

/** Puts the mesh's sample files into their landing buckets, each as the engineer of its domain; what is there stays. */
export async function landFiles(
  connection: Connection,
  {
    mesh,
    environment,
    root,
  }: { readonly mesh: Mesh; readonly environment: Environment; readonly root: string },
): Promise<readonly Landed[]> {
  const landed: Landed[] = [];
  for (const file of mesh.landing) {
    landed.push(await landFile(connection, { mesh, environment, root, file }));
  }
  return landed;
}

async function landFile(
  connection: Connection,
  options: {
    readonly mesh: Mesh;
    readonly environment: Environment;
    readonly root: string;
    readonly file: LandingFile;
  },
): Promise<Landed> {
  const { mesh, environment, root, file } = options;
  const [domain = '', ...rest] = file.to.split('/');
  const principal = findPrincipal(mesh, environment.name, `${domain}-engineer`);
  const client = await s3Client(connection, await assumeRole(connection, principal));
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const target = { Bucket: bucketName(names, domain, 'landing', principal.account), Key: rest.join('/') };
  const path = findLandingFile(root, file.from);
  if (path === undefined) {
    throw new MeshError(`the file ${file.from} to land is missing`, {
      code: 'LandingFileMissing',
      hint: 'npm ci brings the files of packages; other paths are below the mesh',
    });
  }
  const body = await readFile(path);
  const { HeadObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const etag = createHash('md5').update(body).digest('hex');
  const there = await client.send(new HeadObjectCommand(target)).catch(() => undefined);
  if (there?.ETag?.replaceAll('"', '') === etag) return { to: file.to, bytes: body.length, isNew: false };
  await client.send(
    new PutObjectCommand({ ...target, Body: createReadStream(path), ContentLength: body.length }),
  );
  return { to: file.to, bytes: body.length, isNew: true };
}
