import { CONDITION_MUTANTS } from './conditions.ts';
import { GLOB_MUTANTS } from './globs.ts';
import { GRANT_MUTANTS } from './grants.ts';
import { LAKE_MUTANTS } from './lake.ts';
import type { Mutant } from './mutant.ts';
import { PATH_MUTANTS } from './paths.ts';
import { POWER_MUTANTS } from './powers.ts';
import { RESOURCE_POLICY_MUTANTS } from './resource-policies.ts';
import { TRUST_MUTANTS } from './trusts.ts';

/** Every kind of weakening that the proof must see, or that is shown to weaken nothing. */
export const MUTANTS: readonly Mutant[] = [
  ...CONDITION_MUTANTS,
  ...GLOB_MUTANTS,
  ...POWER_MUTANTS,
  ...TRUST_MUTANTS,
  ...RESOURCE_POLICY_MUTANTS,
  ...LAKE_MUTANTS,
  ...GRANT_MUTANTS,
  ...PATH_MUTANTS,
];
