import { catalogSteps } from '../explain/catalog-path.ts';
import { knowWorld } from '../explain/known-world.ts';
import { isOpen, type PathStep } from '../explain/path-step.ts';
import type { World } from '../world/world.ts';
import { type Expectations, type ExpectedRead, holdsOn } from './expectations.ts';
import { nameOf } from './grant-words.ts';
import type { Refutation } from './proof.ts';

/** What each live subscription needs besides the grant: a workgroup, a way through the catalogs, and the files. */
export function brokenPromises(world: World, expected: Expectations, today: string): readonly Refutation[] {
  const known = knowWorld(world);
  return expected.reads
    .filter((read) => holdsOn(read, today))
    .flatMap((read): Refutation[] => {
      const { account, database, table } = read;
      const role = known.roleOf(read.principal);
      if (!role) return [broken(read, `there is no role ${nameOf(read.principal)}`)];
      const found = known.tableOf({ account, database, table });
      if (!found) return [broken(read, `there is no table ${database}.${table} in account ${account}`)];
      const missing = catalogSteps(known, role, found).filter((step) => !isOpen(step));
      const registration = known.registrationOf(found);
      return [
        ...(missing[0] ? [broken(read, inWords(missing[0]))] : []),
        // Who is not opted in at a hybrid location reads with its own rights on S3, and it has none.
        ...(registration?.isHybrid ? [broken(read, `${registration.location} is in hybrid mode`)] : []),
      ];
    });
}

function broken(read: ExpectedRead, missing: string): Refutation {
  const principal = nameOf(read.principal);
  const resource = `${read.database}.${read.table}`;
  return {
    claim: 'promise',
    from: read.consumer,
    to: read.producer,
    principal,
    what: `cannot read ${resource}, which ${read.file} promises: ${missing}`,
    path: [{ principal, actions: ['SELECT'], resource, because: [{ text: missing }] }],
  };
}

function inWords(step: PathStep): string {
  switch (step.kind) {
    case 'iam':
      return `${nameOf(step.principal)} may not ${step.action} on ${step.resource}, to ${step.purpose}`;
    case 'absent':
      return `there is no ${step.what} ${step.where}`;
    case 'link':
      return `it may not see the resource link ${step.database} in account ${step.account}`;
  }
}
