import { isWithin } from '../../../core/access/lakeformation/permissions.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { type LocationRecord, lakeStore } from './store.ts';

/** `s3://bucket/a/` as `arn:aws:s3:::bucket/a`; undefined for what is not in S3. */
export function locationArn(location: string | undefined): string | undefined {
  const path = /^s3[an]?:\/\/(?<path>[^/].*)$/.exec(location ?? '')?.groups?.['path'];
  return path === undefined ? undefined : `arn:aws:s3:::${path.replace(/\/+$/, '')}`;
}

/** The registration that covers a location, the closest one where several do. */
export function registrationOf(
  cloud: Cloud,
  scope: Scope,
  location: string | undefined,
): LocationRecord | undefined {
  const arn = locationArn(location);
  if (arn === undefined) return undefined;
  return lakeStore(cloud)
    .locations.list(scope)
    .map(([, record]) => record)
    .filter((record) => isWithin(arn, record.arn))
    .sort((a, b) => b.arn.length - a.arn.length)[0];
}
