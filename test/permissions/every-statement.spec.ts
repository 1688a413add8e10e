import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../cli/commands/run.ts';
import { status } from '../../cli/commands/status.ts';
import { renderStatus } from '../../cli/ui/status-table.ts';
import { domainName } from '../../core/naming/names.ts';
import { EXCEPTIONS, exceptionFor } from './exceptions.ts';
import { clientSettings, type Grove, openGrove } from './grove.ts';
import { actionKey, type GivenAction, LivePolicies } from './live-policies.ts';
import { type Path, pathsOf } from './paths.ts';

/** Roles of the domain; another one has to be walked too before it is listed here. */
const ROLES = [
  'analyst',
  'engineer',
  'forwarder',
  'lakeformation',
  'observer',
  'pipeline',
  'provisioner',
  'publisher',
  'reconciler',
  'schedule-enforce-policies',
  'schedule-measure-slo',
  'starter',
] as const;

let grove: Grove;
let policies: LivePolicies;
let given: readonly GivenAction[];
/** Those of the platform's account, which are the auditor's. */
let platform: LivePolicies;
let audited: readonly GivenAction[];
/** By action key: the paths on which it was what allowed. */
const users = new Map<string, Path[]>();
const killed = new Set<string>();

beforeAll(async () => {
  grove = await openGrove();
  policies = new LivePolicies(new IAMClient(grove.clients));
  given = await policies.actions(domainName(grove.names, 'shop', ''));
  platform = new LivePolicies(new IAMClient(clientSettings(grove.connection, grove.accountOf('platform'))));
  audited = await platform.actions(domainName(grove.names, 'platform', ''));
  for (const path of await pathsOf(grove)) {
    await grove.sandbox.idle();
    const from = grove.seen.length;
    expect(await path.walk(), path.name).toBe('');
    await grove.sandbox.idle();
    for (const key of keysSince(from)) users.set(key, [...(users.get(key) ?? []), path]);
  }
});

afterAll(async () => {
  const all = [...given, ...audited];
  const statements = new Set(all.map(({ roleName, policy, index }) => `${roleName}/${policy}#${index}`));
  const excepted = given.filter((one) => exceptionFor(one) !== undefined).length;
  process.stdout.write(
    `${statements.size} statements, ${all.length} actions: ${killed.size} failed as they should, ${excepted} exceptions\n`,
  );
  await grove.close();
});

function keysSince(from: number): ReadonlySet<string> {
  return new Set(
    grove.seen
      .slice(from)
      .flatMap(({ request: { action }, decision }) =>
        decision.kind === 'allowed'
          ? decision.by.map(({ policy, index }) => `${policy}#${index} ${action}`)
          : [],
      ),
  );
}

describe('a role without one of its actions', () => {
  it.each(ROLES)('%s: fails, and says which action on which resource which role may not', async (role) => {
    const tried = given.filter((action) => action.role === role && !exceptionFor(action));
    expect(await survivorsOf(tried, policies)).toEqual([]);
  });

  it('platform-auditor: fails likewise, and there is no other role of the platform', async () => {
    expect([...new Set(audited.map(({ role }) => role))]).toEqual(['auditor']);
    expect(await survivorsOf(audited, platform)).toEqual([]);
  });

  it('is one of the roles that are tried', () => {
    expect([...new Set(given.map(({ role }) => role))].toSorted()).toEqual(ROLES);
  });

  it('has nothing in another domain that it has not here', async () => {
    const here = new Set(given.map(statementName));
    for (const domain of ['forest', 'board']) {
      const iam = new IAMClient(clientSettings(grove.connection, grove.accountOf(domain)));
      const there = await new LivePolicies(iam).actions(domainName(grove.names, domain, ''));
      expect(there.length).toBeGreaterThan(50);
      expect(there.map(statementName).filter((name) => !here.has(name))).toEqual([]);
    }
  });
});

const statementName = ({ role, sid, action }: GivenAction): string => `${role} ${sid} ${action}`;

/** Actions that can be taken away without the failure that there should be. */
async function survivorsOf(tried: readonly GivenAction[], from: LivePolicies): Promise<readonly string[]> {
  const survivors: string[] = [];
  for (const one of tried) {
    const problem = await takeAway(one, from);
    if (problem === undefined) killed.add(actionKey(one));
    else survivors.push(`${one.sid} ${one.action}: ${problem}`);
  }
  return survivors;
}

/** Why taking an action away did not fail as it should; undefined when it did. */
async function takeAway(one: GivenAction, live: LivePolicies): Promise<string | undefined> {
  const paths = users.get(actionKey(one)) ?? [];
  if (paths.length === 0) return 'no path uses it: remove it, or say in exceptions.ts why it stays';
  let said = '';
  for (const path of paths.slice(0, 3)) {
    const from = grove.seen.length;
    said = await live.without(one, path.walk);
    await path.recover?.();
    if (denialsSince(from, one).some((denial) => said.includes(denial))) return undefined;
  }
  return said === ''
    ? `${paths.map(({ name }) => name).join(', ')}: nothing failed`
    : `it only says: ${said}`;
}

/** AWS's sentence for each refusal of the action. */
function denialsSince(from: number, { roleName, action }: GivenAction): readonly string[] {
  return grove.seen.slice(from).flatMap(({ caller: { principal, accountId }, request, decision }) => {
    if (decision.kind !== 'denied' || request.action !== action || principal.kind !== 'role') return [];
    if (!principal.arn.endsWith(`/${roleName}`)) return [];
    const user = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${principal.sessionName}`;
    return [`User: ${user} is not authorized to perform: ${action} on resource: ${request.resource}`];
  });
}

describe('a person', () => {
  it.each(['ssm:GetParameter', 'glue:UpdateTable'])(
    'reads in mesh run and mesh status which role may not %s',
    async (action) => {
      const one = given.find((candidate) => candidate.role === 'publisher' && candidate.action === action);
      if (!one) throw new Error(`the publisher is not given ${action}`);
      const { project, connection, sales } = grove;
      const from = grove.seen.length;
      const ran = await policies.without(one, () =>
        run(project, connection, { product: sales, force: true }),
      );
      const denials = denialsSince(from, one);
      const { products } = await status(project, connection);
      for (const text of [renderStatus([ran.status]), renderStatus(products)]) {
        expect(denials.filter((denial) => text.includes(denial))).not.toEqual([]);
      }
    },
  );

  it('reads nothing of it any more after a run that works', async () => {
    const { project, connection, sales } = grove;
    await run(project, connection, { product: sales, force: true });
    // What is published starts what reads it.
    await grove.sandbox.idle();
    const { products } = await status(project, connection);
    expect(products.filter(({ state }) => state !== 'published')).toEqual([]);
  });
});

describe('an exception', () => {
  it.each(EXCEPTIONS)('$roles $actions: is given, and $reason', ({ roles, actions, sid, isQuiet }) => {
    const asked = keysSince(0);
    for (const role of roles) {
      for (const action of actions) {
        const statements = given.filter(
          (one) => one.role === role && one.action === action && (sid === undefined || one.sid === sid),
        );
        expect(statements.length, `${role} is not given ${action}`).toBeGreaterThan(0);
        const used = statements.filter((one) => asked.has(actionKey(one)));
        // An exception that the sandbox asks for is none, unless nothing can fail by it.
        expect(used.length > 0, `${role} ${action} in use`).toBe(isQuiet === true);
      }
    }
  });
});
