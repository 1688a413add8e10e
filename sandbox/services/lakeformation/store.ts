import type { DataCellsFilter, Grant } from '../../../core/access/lakeformation/grant.ts';
import type { LfTags } from '../../../core/access/lakeformation/lake-state.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection, Scope } from '../../cloud/store.ts';

/** What new databases or tables grant by themselves. */
export type DefaultPermission = { readonly principal: string; readonly permissions: readonly string[] };

export type LakeSettings = {
  readonly admins: readonly string[];
  readonly readOnlyAdmins: readonly string[];
  readonly databaseDefaults: readonly DefaultPermission[];
  readonly tableDefaults: readonly DefaultPermission[];
  readonly parameters: Readonly<Record<string, string>>;
};

/** A new account's settings: everybody whom IAM lets in has everything. */
export const DEFAULT_SETTINGS: LakeSettings = {
  admins: [],
  readOnlyAdmins: [],
  databaseDefaults: [{ principal: 'IAM_ALLOWED_PRINCIPALS', permissions: ['ALL'] }],
  tableDefaults: [{ principal: 'IAM_ALLOWED_PRINCIPALS', permissions: ['ALL'] }],
  parameters: { CROSS_ACCOUNT_VERSION: '1' },
};

export type LfTagRecord = { readonly key: string; readonly values: readonly string[] };

export type LocationRecord = {
  /** `arn:aws:s3:::bucket/prefix`, without a slash at the end. */
  readonly arn: string;
  readonly roleArn: string;
  readonly modifiedAt: string;
};

export type FilterRecord = DataCellsFilter & { readonly versionId: string };

export type LakeStore = {
  /** Key: `settings`. */
  readonly settings: Collection<LakeSettings>;
  /** Key: `<principal>|<resource key>`. */
  readonly grants: Collection<Grant>;
  /** Key: `<database>/<table>/<name>`. */
  readonly filters: Collection<FilterRecord>;
  /** Key: tag key. */
  readonly tags: Collection<LfTagRecord>;
  /** Tags of objects. Key: see `objectKey`. */
  readonly assigned: Collection<LfTags>;
  /** Key: ARN. */
  readonly locations: Collection<LocationRecord>;
};

export function lakeStore({ store }: Cloud): LakeStore {
  return {
    settings: store.collection('lakeformation.settings'),
    grants: store.collection('lakeformation.grant'),
    filters: store.collection('lakeformation.filter'),
    tags: store.collection('lakeformation.tag'),
    assigned: store.collection('lakeformation.assigned'),
    locations: store.collection('lakeformation.location'),
  };
}

export function lakeSettings(cloud: Cloud, scope: Scope): LakeSettings {
  return lakeStore(cloud).settings.get(scope, 'settings') ?? DEFAULT_SETTINGS;
}
