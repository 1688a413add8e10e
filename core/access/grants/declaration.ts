import type { Rung } from './ladder.ts';

/** What a declared grant is on. Names are Glue's; `catalogId` is the account that owns the resource. */
export type GrantTarget =
  | { readonly kind: 'database'; readonly catalogId: string; readonly database: string }
  | { readonly kind: 'table'; readonly catalogId: string; readonly database: string; readonly table: string }
  /** Some columns or rows of a table: a data cells filter named by the hash of its content. */
  | {
      readonly kind: 'filter';
      readonly catalogId: string;
      readonly database: string;
      readonly table: string;
      readonly columns: readonly string[];
      /** PartiQL subset; absent means all rows. */
      readonly rows?: string;
    }
  | {
      readonly kind: 'lf-tag-policy';
      readonly catalogId: string;
      readonly resourceType: 'DATABASE' | 'TABLE';
      /** AND across keys, OR across the values of a key. */
      readonly expression: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: 'data-location'; readonly catalogId: string; readonly resourceArn: string };

/** One grant that somebody declared: the only grants that may exist. */
export type GrantDeclaration = {
  /** ARN of an IAM role. */
  readonly principal: string;
  readonly target: GrantTarget;
  readonly permissions: readonly string[];
  /** ISO date of the last day; absent for a domain's own roles. */
  readonly expires?: string;
  /** File or rule that asked for it, for reports. */
  readonly because: string;
};

/** A database of another account, under its own name in this one, for as long as that account shares any of it. */
export type DeclaredLink = {
  readonly database: string;
  /** The account that owns the database. */
  readonly catalogId: string;
  /** Tables of it that subscriptions name, in Glue's words. */
  readonly tables: readonly string[];
};

/** The JSON document that `<parameter>/grants` points to. */
export type DeclaredGrantsDocument = {
  readonly schema: 'freehold.grants.v1';
  readonly domain: string;
  /** `namespace`, or `<product>/v<major>`. */
  readonly owner: string;
  /**
   * What the document governs: grants on anything of its scope that are not declared are removed.
   * `tables` for a product, `domain` (databases, tags, locations) for a namespace.
   */
  readonly governs:
    | {
        readonly kind: 'tables';
        readonly catalogId: string;
        readonly database: string;
        readonly tables: readonly string[];
      }
    | {
        readonly kind: 'domain';
        readonly catalogId: string;
        readonly domain: string;
        readonly databases: readonly string[];
        readonly locations: readonly string[];
      };
  readonly grants: readonly GrantDeclaration[];
  /** Resource links of the domain's account, in the document of its namespace. */
  readonly links?: readonly DeclaredLink[];
  /** What happens to grants that nobody declared. @default 'revoke' */
  readonly undeclared?: Rung;
};
