import type { GrantDeclaration } from '../grants/declaration.ts';
import type { DataCellsFilter, Grant } from '../lakeformation/grant.ts';
import type { LakeState } from '../lakeformation/lake-state.ts';
import type { Origin, Owner } from './world.ts';

/** Lake Formation in one account. */
export type WorldLake = {
  readonly account: string;
  /** For the evaluator: grants, filters, tags, administrators and creators. */
  readonly state: LakeState;
  readonly grants: readonly WorldGrant[];
  readonly registrations: readonly WorldRegistration[];
  /** What the account's settings let engines outside of Lake Formation's own do; absent means nothing. */
  readonly opens?: readonly string[];
  /** What made the settings. */
  readonly settings?: Origin;
};

export type WorldGrant = {
  readonly grant: Grant;
  readonly filter?: DataCellsFilter;
  readonly owner: Owner;
  /** Absent for what Lake Formation grants by itself, and for what is there undeclared. */
  readonly declaration?: GrantDeclaration;
  readonly origin: Origin;
};

/** A location that Lake Formation reads as a role, for whomever it has granted. */
export type WorldRegistration = {
  /** `arn:aws:s3:::bucket/prefix` */
  readonly location: string;
  readonly roleArn: string | undefined;
  readonly isHybrid: boolean;
  readonly owner: Owner;
  readonly origin: Origin;
};
