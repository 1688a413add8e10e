import {
  CreateDatabaseCommand,
  DeleteDatabaseCommand,
  GetDatabaseCommand,
  type GlueClient,
  GetTableCommand,
  GetTablesCommand,
} from '@aws-sdk/client-glue';

import type { LinksPort } from '../../../core/access/grants/apply-links.ts';
import type { GrantsPort, StepError } from '../../../core/access/grants/apply-plan.ts';
import type { DeclaredLink } from '../../../core/access/grants/declaration.ts';
import type { SeenLink } from '../../../core/access/grants/plan-links.ts';
import { settled } from './settled.ts';

export type LinksWorld = {
  readonly glue: GlueClient;
  readonly grants: Pick<GrantsPort, 'grant'>;
  readonly catalogId: string;
  /** The role that looks, makes and removes. */
  readonly self: string;
};

/** Glue's API as links need it, in one account's catalog. */
export function glueLinksPort(world: LinksWorld): LinksPort {
  const { glue, catalogId } = world;
  return {
    look: async (link) => {
      const here = await lookHere(world, link);
      const behind = await lookBehind(glue, link);
      const problem = here.problem ?? behind.problem;
      return { link, here: here.here, shared: behind.shared, ...(problem && { problem }) };
    },
    make: async ({ database, catalogId: CatalogId }) => {
      const TargetDatabase = { CatalogId, DatabaseName: database };
      const DatabaseInput = { Name: database, TargetDatabase };
      const error = await settled(() =>
        glue.send(new CreateDatabaseCommand({ CatalogId: catalogId, DatabaseInput })),
      );
      // Another domain of the account has made it meanwhile.
      return error?.code === 'AlreadyExistsException' ? undefined : error;
    },
    remove: (link) => removeLink(world, link),
  };
}

async function lookHere(
  { glue, catalogId }: LinksWorld,
  link: DeclaredLink,
): Promise<Pick<SeenLink, 'here' | 'problem'>> {
  let here: SeenLink['here'] = 'nothing';
  const problem = await settled(async () => {
    const { Database } = await glue.send(
      new GetDatabaseCommand({ CatalogId: catalogId, Name: link.database }),
    );
    const target = Database?.TargetDatabase;
    // Who may see the target is shown the target, with the catalog that it is in.
    const leadsTo = target?.CatalogId ?? Database?.CatalogId;
    if (leadsTo === link.catalogId) here = 'link';
    else here = target || (leadsTo !== undefined && leadsTo !== catalogId) ? 'other-link' : 'database';
  });
  if (!problem) return { here };
  return problem.code === 'EntityNotFoundException' ? { here: 'nothing' } : { here: 'unknown', problem };
}

/** Lake Formation may answer with empty pages. */
const PAGES_MAX = 20;
const TABLES_MAX = 20;

/**
 * Whether anything is shared: the producer grants DESCRIBE to this role, too, with every subscription. Tables are
 * asked for by name where the list shows none.
 */
async function lookBehind(
  glue: GlueClient,
  link: DeclaredLink,
): Promise<Pick<SeenLink, 'shared' | 'problem'>> {
  let isShown = false;
  const listing = await settled(async () => {
    isShown = await showsTables(glue, link);
  });
  if (isShown) return { shared: 'yes' };
  const unread = listing && !isRefusal(listing) ? { problem: listing } : {};
  const problems = [listing];
  for (const Name of link.tables.slice(0, TABLES_MAX)) {
    const address = { CatalogId: link.catalogId, DatabaseName: link.database, Name };
    const problem = await settled(() => glue.send(new GetTableCommand(address)));
    if (!problem) return { shared: 'yes', ...unread };
    problems.push(problem);
  }
  const problem = problems.find((one) => one !== undefined && !isRefusal(one));
  return problem ? { shared: 'unknown', problem } : { shared: 'no' };
}

async function showsTables(glue: GlueClient, { catalogId, database }: DeclaredLink): Promise<boolean> {
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { TableList = [], NextToken } = await glue.send(
      new GetTablesCommand({
        CatalogId: catalogId,
        DatabaseName: database,
        MaxResults: 1,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    if (TableList.length > 0) return true;
    if (!NextToken) return false;
    token = NextToken;
  }
  return false;
}

/** What this role's own policies do not allow says nothing about what is shared. */
const OWN_POLICY = /identity-based policy|permissions boundary|service control policy|session policy/;

function isRefusal({ code, message }: StepError): boolean {
  if (code === 'EntityNotFoundException') return true;
  return code === 'AccessDeniedException' && !OWN_POLICY.test(message);
}

async function removeLink(world: LinksWorld, link: DeclaredLink): Promise<StepError | undefined> {
  const { here, problem } = await lookHere(world, link);
  if (problem || here === 'nothing') return problem;
  if (here === 'database') return { code: 'NoLink', message: `${link.database} is a database` };
  const drop = () =>
    settled(() =>
      world.glue.send(new DeleteDatabaseCommand({ CatalogId: world.catalogId, Name: link.database })),
    );
  const first = await drop();
  if (first?.code !== 'AccessDeniedException') return unlessGone(first);
  // Who made a link may drop it; an administrator must give itself the right first.
  const [refused] = await world.grants.grant([
    {
      principal: world.self,
      resource: { kind: 'database', database: link.database },
      permissions: ['DROP'],
      grantable: [],
    },
  ]);
  return refused ? first : unlessGone(await drop());
}

function unlessGone(error: StepError | undefined): StepError | undefined {
  return error?.code === 'EntityNotFoundException' ? undefined : error;
}
