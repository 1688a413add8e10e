import { join, resolve } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { AssetManifest } from './cloud-assembly.ts';
import { readJson } from './read-json.ts';
import type { FileAsset } from './stack-artifact.ts';

/** Reads `<stack>.assets.json`. Container images and built assets are refused: nothing in the mesh uses them. */
export function readFileAssets(directory: string, file: string): readonly FileAsset[] {
  const manifest = readJson(join(directory, file), AssetManifest);
  const [image] = Object.keys(manifest.dockerImages ?? {});
  if (image !== undefined) throw unsupported(file, `container image ${image}`);
  return Object.entries(manifest.files ?? {}).flatMap(([id, { source, destinations }]) => {
    const { path, packaging = 'file' } = source;
    if (path === undefined) throw unsupported(file, `asset ${id}, which a command builds`);
    return Object.values(destinations).map(({ bucketName, objectKey }) => ({
      path: resolve(directory, path),
      packaging,
      bucket: bucketName,
      key: objectKey,
    }));
  });
}

function unsupported(file: string, what: string): MeshError {
  return new MeshError(`${file}: the sandbox cannot publish ${what}`, {
    code: 'AssetUnsupported',
    hint: 'use a file or directory asset',
  });
}
