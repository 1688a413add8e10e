export const PERMISSIONS = [
  'ALL',
  'SELECT',
  'ALTER',
  'DROP',
  'DELETE',
  'INSERT',
  'DESCRIBE',
  'CREATE_DATABASE',
  'CREATE_TABLE',
  'DATA_LOCATION_ACCESS',
  'CREATE_LF_TAG',
  'ASSOCIATE',
  'GRANT_WITH_LF_TAG_EXPRESSION',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** The group that stands for everybody whom IAM lets in. */
export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

export type LfTagPair = { readonly key: string; readonly values: readonly string[] };

/** What a grant is on, within the catalog of one account. */
export type GrantResource =
  | { readonly kind: 'catalog' }
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'table'; readonly database: string; readonly table: string }
  | { readonly kind: 'all-tables'; readonly database: string }
  | {
      readonly kind: 'columns';
      readonly database: string;
      readonly table: string;
      readonly columns: ColumnSelection;
    }
  | { readonly kind: 'filter'; readonly database: string; readonly table: string; readonly filter: string }
  /** `arn:aws:s3:::bucket/prefix` */
  | { readonly kind: 'data-location'; readonly location: string }
  | { readonly kind: 'tag'; readonly tag: LfTagPair }
  | {
      readonly kind: 'tag-policy';
      readonly on: 'DATABASE' | 'TABLE';
      readonly expression: readonly LfTagPair[];
    };

/** `except` an empty list means all columns. */
export type ColumnSelection =
  | { readonly kind: 'only'; readonly names: readonly string[] }
  | { readonly kind: 'except'; readonly names: readonly string[] };

export type Grant = {
  /** ARN of a role, or `IAM_ALLOWED_PRINCIPALS`. */
  readonly principal: string;
  readonly resource: GrantResource;
  readonly permissions: readonly Permission[];
  /** Those of `permissions` that the principal may grant on. */
  readonly grantable: readonly Permission[];
};

export type DataCellsFilter = {
  readonly database: string;
  readonly table: string;
  readonly name: string;
  readonly columns: ColumnSelection;
  /** As written; absent means all rows. */
  readonly rows?: string;
};

/**
 * Identifies what a grant is on; two grants to one principal with the same key are one grant. All column grants
 * on a table share a key, as Lake Formation keeps them as one.
 */
export function resourceKey(resource: GrantResource): string {
  switch (resource.kind) {
    case 'catalog':
      return 'catalog';
    case 'database':
      return `database/${resource.database}`;
    case 'table':
      return `table/${resource.database}/${resource.table}`;
    case 'all-tables':
      return `all-tables/${resource.database}`;
    case 'columns':
      return `columns/${resource.database}/${resource.table}`;
    case 'filter':
      return `filter/${resource.database}/${resource.table}/${resource.filter}`;
    case 'data-location':
      return `data-location/${resource.location}`;
    case 'tag':
      return `tag/${renderPair(resource.tag)}`;
    case 'tag-policy':
      return `tag-policy/${resource.on}/${resource.expression.map(renderPair).sort().join('&')}`;
  }
}

const renderPair = ({ key, values }: LfTagPair): string => `${key}=${[...values].sort().join(',')}`;
