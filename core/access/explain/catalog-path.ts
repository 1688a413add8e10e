import { IAM_ALLOWED_PRINCIPALS } from '../lakeformation/grant.ts';
import { openingsOf } from '../lakeformation/openings.ts';
import { databasePermissions, tablePermissions } from '../lakeformation/permissions.ts';
import type { WorldRole } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { askAsRole, type Attempt } from './ask-iam.ts';
import type { KnownWorld } from './known-world.ts';
import { isOpen, type PathStep, type StepPurpose } from './path-step.ts';
import { querySteps } from './query-steps.ts';
import { readAsRegistered, readFiles } from './read-files.ts';

/**
 * All but Lake Formation's grants on the table itself that a query through Athena needs: a workgroup, a way through
 * the catalogs, and somebody who reads the files.
 */
export function catalogSteps(
  known: KnownWorld,
  role: WorldRole,
  table: ResourceOf<'table'>,
): readonly PathStep[] {
  return [
    ...querySteps(known, role),
    ...databaseSteps(known, role, table),
    ...tableSteps(known, role, table),
    ...fileSteps(known, role, table),
  ];
}

/** In its own catalog a role finds a table of another account through a resource link. */
function databaseSteps(known: KnownWorld, role: WorldRole, table: ResourceOf<'table'>): readonly PathStep[] {
  const ask = asking(role, 'find the database');
  if (role.account === table.account) {
    return catalogArns(table)
      .slice(0, 2)
      .map((resource) => ask({ action: 'glue:GetDatabase', resource, resourceAccount: table.account }));
  }
  const ways = known
    .linksOf(role.account)
    .filter((link) => leadsTo(link, table))
    .map((link) => linkSteps(known, role, link));
  const way = ways.find((steps) => steps.every(isOpen)) ?? ways[0];
  return way ?? [{ kind: 'absent', what: 'database', where: role.account }];
}

type Link = ResourceOf<'database'> | ResourceOf<'table'>;

function leadsTo(link: Link, { account, database, name }: ResourceOf<'table'>): boolean {
  if (link.target?.account !== account || link.target.database !== database) return false;
  return link.kind === 'database' || link.target.table === name;
}

function linkSteps(known: KnownWorld, role: WorldRole, link: Link): readonly PathStep[] {
  const database = link.kind === 'database' ? link.name : link.database;
  const [, , , region = ''] = link.arn.split(':');
  const base = `arn:aws:glue:${region}:${link.account}`;
  const resources = [`${base}:catalog`, `${base}:database/${database}`];
  const ask = asking(role, 'find the database');
  return [
    ...resources.map((resource) =>
      ask({ action: 'glue:GetDatabase', resource, resourceAccount: link.account }),
    ),
    { kind: 'link', database, account: link.account, isOpen: maySee(known, role, link) },
  ];
}

function maySee(known: KnownWorld, { arn }: WorldRole, link: Link): boolean {
  const state = known.lakeOf(link.account)?.state;
  if (!state) return false;
  const held =
    link.kind === 'database'
      ? databasePermissions(state, arn, link.name)
      : tablePermissions(state, arn, { database: link.database, name: link.name, columns: [] });
  return held.has('DESCRIBE');
}

/**
 * Lake Formation shares with other accounts through RAM, which is the resource's side of the decision: who has a
 * grant in the catalog needs only policies of its own.
 */
function tableSteps(known: KnownWorld, role: WorldRole, table: ResourceOf<'table'>): readonly PathStep[] {
  const isShared = (known.lakeOf(table.account)?.state.grantsOf(role.arn) ?? []).length > 0;
  const resourceAccount = isShared ? role.account : table.account;
  const ask = asking(role, 'find the table');
  return catalogArns(table).map((resource) => ask({ action: 'glue:GetTable', resource, resourceAccount }));
}

/** A call about a table needs permission on its catalog and its database, too. */
function catalogArns({ arn, account, database }: ResourceOf<'table'>): readonly string[] {
  const [, , , region = ''] = arn.split(':');
  const base = `arn:aws:glue:${region}:${account}`;
  return [`${base}:catalog`, `${base}:database/${database}`, arn];
}

/** Where the location is registered, Lake Formation reads as the registered role; elsewhere the caller reads itself. */
function fileSteps(known: KnownWorld, role: WorldRole, table: ResourceOf<'table'>): readonly PathStep[] {
  const registration = known.registrationOf(table);
  if (!registration || (registration.isHybrid && isOpenToAll(known, role, table))) {
    return readFiles(known, role, table);
  }
  const vend = asking(
    role,
    'get data from Lake Formation',
  )({
    action: 'lakeformation:GetDataAccess',
    resource: '*',
    resourceAccount: role.account,
  });
  return [vend, ...readAsRegistered(known, registration, table)];
}

/** In hybrid mode whoever is not opted in, which templates cannot do, reads with rights of its own. */
function isOpenToAll(known: KnownWorld, { arn }: WorldRole, table: ResourceOf<'table'>): boolean {
  const state = known.lakeOf(table.account)?.state;
  const openings = state ? openingsOf(state, arn, { table }) : [];
  return openings.some(({ via }) => via.kind === 'grant' && via.grant.principal === IAM_ALLOWED_PRINCIPALS);
}

const asking =
  (role: WorldRole, purpose: StepPurpose) =>
  (attempt: Attempt): PathStep => ({ kind: 'iam', purpose, ...askAsRole(role, attempt) });
