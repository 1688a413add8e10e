import type { WorldRole } from '../world/world.ts';
import type { WorldRegistration } from '../world/world-lake.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { askAsService } from './ask-iam.ts';
import type { KnownWorld } from './known-world.ts';
import { objectSteps } from './object-steps.ts';
import type { PathStep } from './path-step.ts';

/** The path that knows no catalog: a role that reads the files of a table with a client of its own. */
export function readFiles(
  known: KnownWorld,
  role: WorldRole,
  { arn, location }: ResourceOf<'table'>,
): readonly PathStep[] {
  if (location === undefined) return [{ kind: 'absent', what: 'location', where: arn }];
  return objectSteps(known, role, { location, action: 'GetObject', purpose: 'read the files' });
}

/** Lake Formation takes on the registered role, and reads with its rights. */
export function readAsRegistered(
  known: KnownWorld,
  { roleArn, location }: WorldRegistration,
  table: ResourceOf<'table'>,
): readonly PathStep[] {
  // The account's service-linked role, which AWS gives what it needs.
  if (roleArn === undefined) return [];
  const role = known.roleOf(roleArn);
  if (!role) return [{ kind: 'absent', what: 'registered role', where: roleArn }];
  const [, , , region = ''] = table.arn.split(':');
  const sourceArn = `arn:aws:lakeformation:${region}:${table.account}:${location}`;
  const assumed = askAsService('lakeformation.amazonaws.com', sourceArn, {
    action: 'sts:AssumeRole',
    resource: role.arn,
    resourceAccount: role.account,
    policy: role.trust,
    mustAllowByResource: true,
  });
  return [{ kind: 'iam', purpose: 'let Lake Formation in', ...assumed }, ...readFiles(known, role, table)];
}
