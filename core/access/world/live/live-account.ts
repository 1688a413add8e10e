import type { DataCellsFilter } from '../../lakeformation/grant.ts';
import type { ApiResource } from '../../lakeformation/api-resource.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is there in one account of a mesh, as its services say it. */
export type LiveAccount = {
  readonly account: string;
  readonly region: string;
  /** In the words of CloudFormation, whether a stack made them or not. */
  readonly resources: readonly LiveResource[];
  readonly lake: LiveLake;
  readonly stacks: readonly LiveStackResource[];
  /** What could not be asked, with the reason. */
  readonly unread: readonly string[];
};

export type LiveResource = {
  /** `AWS::S3::Bucket` */
  readonly type: string;
  readonly arn: string;
  readonly name: string;
  /** Those of a template that decide access. */
  readonly properties: Json;
};

/** Something that a stack of the mesh made. */
export type LiveStackResource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
};

export type LiveLake = {
  readonly admins: readonly string[];
  readonly readOnlyAdmins: readonly string[];
  /** Settings by which other engines read without Lake Formation's filters. */
  readonly opens: readonly string[];
  readonly grants: readonly LiveGrant[];
  readonly filters: readonly DataCellsFilter[];
  readonly registrations: readonly {
    readonly location: string;
    readonly roleArn: string | undefined;
    readonly isHybrid: boolean;
  }[];
  /** Tags of databases, tables and columns, as properties of `AWS::LakeFormation::TagAssociation`. */
  readonly associations: readonly Json[];
  /** Who made a table, by its ARN. */
  readonly makers: ReadonlyMap<string, string>;
};

export type LiveGrant = {
  readonly principal: string;
  readonly resource: ApiResource;
  readonly permissions: readonly string[];
  readonly grantable: readonly string[];
};
