import { assertNever } from '../../errors/invariant.ts';
import type { AskedIam } from './ask-iam.ts';

/** What a step of a path to data is for. */
export type StepPurpose =
  | 'run queries'
  | 'keep results'
  | 'find the database'
  | 'find the table'
  | 'get data from Lake Formation'
  | 'let Lake Formation in'
  | 'read the files';

/** A database is absent where the reader's own catalog has none that leads to the table. */
export type AbsentThing = 'workgroup' | 'database' | 'location' | 'bucket' | 'registered role';

/** One thing that must hold for a path to be open. */
export type PathStep =
  | ({ readonly kind: 'iam'; readonly purpose: StepPurpose } & AskedIam)
  /** Nothing of the kind is there, or nothing is known of it. */
  | { readonly kind: 'absent'; readonly what: AbsentThing; readonly where: string }
  /** A resource link shows its target to who may describe the link. */
  | { readonly kind: 'link'; readonly database: string; readonly account: string; readonly isOpen: boolean };

export function isOpen(step: PathStep): boolean {
  switch (step.kind) {
    case 'iam':
      return step.decision.kind === 'allowed';
    case 'absent':
      return false;
    case 'link':
      return step.isOpen;
    default:
      return assertNever(step);
  }
}
