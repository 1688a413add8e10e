import type { Cloud } from '../../../cloud/cloud.ts';
import { objectPath } from '../../s3/object-path.ts';
import { BUCKETS, objects } from '../../s3/store.ts';
import { QueryFailure, notOffered } from '../query-failure.ts';
import type { SourceFile } from './table-source.ts';

export type S3Location = { readonly bucket: string; readonly key: string };

const FILES_MAX = 10_000;

export function parseS3(location: string): S3Location {
  const [, bucket, key] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/s.exec(location) ?? [];
  if (bucket === undefined)
    throw new QueryFailure(`HIVE_METASTORE_ERROR: the location ${location} is not an S3 path`);
  return { bucket, key: key ?? '' };
}

/** Objects below a table's location; names that begin with `_` or `.` are hidden, as in Hive. */
export function listFiles(cloud: Cloud, location: string): readonly SourceFile[] {
  const { bucket, key } = parseS3(location);
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const visible = objects(cloud)
    .list(BUCKETS, `${bucket}/${prefix}`)
    .filter(([, object]) => object.size > 0 && !object.key.slice(prefix.length).split('/').some(isHidden));
  if (visible.length > FILES_MAX) throw notOffered(`tables of more than ${FILES_MAX} files`);
  return visible.map(([, object]) => ({ path: objectPath(cloud, bucket, object.key), bytes: object.size }));
}

const isHidden = (name: string): boolean => name.startsWith('_') || name.startsWith('.');
