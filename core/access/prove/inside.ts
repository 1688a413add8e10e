import type { World, WorldRole } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { type Crossing, Crossings, isAllowedBy, TOO_MANY } from './crossings.ts';
import { type Attempt, findAllowed, type Tally } from './decide.ts';
import { compareReads } from './compare-reads.ts';

import { type HeldRead, keyOf } from './lake-reach.ts';
import { areaWitnesses, patternsOf } from './match-area.ts';
import type { Mesh } from './mesh-of-world.ts';
import { ACCOUNT_POWERS, becomesRole, changesCode, opensToOthers, RECONCILING } from './powers.ts';
import { type Actor, roleActor, variablesOf } from './principal.ts';
import type { Refutation, Step } from './proof.ts';
import { reasonsFor, stepOf } from './reasons.ts';
import { NOTED, type SharedUses } from './shared.ts';

export type InsideOptions = {
  readonly world: World;
  readonly mesh: Mesh;
  readonly organization: string;
  /** What roles read of other domains today, and what they may. */
  readonly reads: readonly HeldRead[];
  readonly shared: SharedUses;
  readonly tally: Tally;
};

/** One role's way to another's rights. */
type Edge = { readonly to: WorldRole; readonly step: Step };

/**
 * What roles of one domain may do with each other: become another, change its code, read what it was answered, or
 * open what is theirs. A subscription is for the roles that it names, not for their neighbours.
 */
export function insideRefutations(options: InsideOptions): readonly Refutation[] {
  const { world, mesh, organization, tally } = options;
  const crossings = new Crossings(world);
  const edges = new Map<string, Edge[]>();
  const found: Refutation[] = [];
  for (const role of world.roles) {
    const actor = roleActor(role, organization);
    found.push(...powers(actor, role, options));
    const own = crossings.of(actor, ({ owner, arn }) => owner === role.owner && arn !== role.arn, tally);
    for (const crossing of own) {
      const to = becomes(crossing, mesh);
      if (to && to.arn !== role.arn) {
        edges.set(role.arn, [...(edges.get(role.arn) ?? []), { to, step: stepOf(crossing) }]);
      } else if (opensToOthers(crossing.action)) found.push(opening(role, crossing));
    }
  }
  const reads = Map.groupBy(options.reads, ({ principal }) => principal);
  return [
    ...found,
    ...world.roles.flatMap((role) => throughOthers(role, edges, reads)),
    ...resultsRefutations(options, reads),
  ];
}

function becomes({ action, resource }: Crossing, mesh: Mesh): WorldRole | undefined {
  if (resource.kind === 'role' && becomesRole(action)) return mesh.role(resource.arn);
  const runs = resource.kind === 'function' || resource.kind === 'state-machine';
  return runs && changesCode(action) ? mesh.role(resource.roleArn) : undefined;
}

function opening(role: WorldRole, crossing: Crossing): Refutation {
  return {
    claim: 'separation',
    from: role.owner,
    to: role.owner,
    principal: role.name,
    what: `may ${crossing.action} on ${crossing.arn}, and so open it to others without a subscription`,
    path: [stepOf(crossing)],
  };
}

/** Powers over the whole account; granting belongs to its reconcilers alone. */
function powers(actor: Actor, role: WorldRole, { mesh, tally }: InsideOptions): readonly Refutation[] {
  const isReconciler = mesh.isAdministrator(role.arn, role.account);
  return ACCOUNT_POWERS.filter((action) => !(isReconciler && RECONCILING.test(action))).flatMap((action) => {
    const attempt: Attempt = { actor, action, resource: '*', account: role.account, facts: {} };
    // With a policy of a resource that allows it, keys and roles are asked one by one.
    const allowed =
      action.startsWith('kms:') || action.startsWith('sts:') ? undefined : findAllowed(attempt, tally);
    if (!allowed) return [];
    const step = {
      principal: role.name,
      actions: [action],
      resource: '*',
      because: reasonsFor(allowed, attempt),
    };
    return [
      {
        claim: 'separation',
        from: role.owner,
        to: mesh.partiesIn(role.account).join(' and '),
        principal: role.name,
        what: `may ${action} in the whole account, and so make access that nobody subscribed to`,
        path: [step],
      } satisfies Refutation,
    ];
  });
}

/** What a role reads through those that it can become, beyond what is its own. */
function throughOthers(
  role: WorldRole,
  edges: ReadonlyMap<string, readonly Edge[]>,
  reads: ReadonlyMap<string, readonly HeldRead[]>,
): readonly Refutation[] {
  const found: Refutation[] = [];
  const seen = new Set([role.arn]);
  const queue: { readonly arn: string; readonly path: readonly Step[] }[] = [{ arn: role.arn, path: [] }];
  for (const { arn, path } of queue) {
    for (const { to, step } of edges.get(arn) ?? []) {
      if (seen.has(to.arn)) continue;
      seen.add(to.arn);
      const way = [...path, step];
      queue.push({ arn: to.arn, path: way });
      found.push(...gained(role, { other: to, path: way }, reads));
    }
  }
  return found;
}

function gained(
  role: WorldRole,
  { other, path }: { readonly other: WorldRole; readonly path: readonly Step[] },
  reads: ReadonlyMap<string, readonly HeldRead[]>,
): readonly Refutation[] {
  const own = reads.get(role.arn) ?? [];
  return (reads.get(other.arn) ?? []).flatMap((read) => {
    const mine = own.find(({ table }) => table === read.table);
    const nothing = { kind: 'denied', required: 'Select', resource: read.table.name } as const;
    const { beyond } = compareReads(read.access, mine?.expected ?? nothing);
    if (beyond.length === 0) return [];
    const last = {
      principal: other.name,
      actions: ['SELECT'],
      resource: keyOf(read.table),
      because: read.because,
    };
    return [
      {
        claim: 'separation',
        from: role.owner,
        to: read.table.owner,
        principal: role.name,
        what: `reads ${beyond.join(', ')} of ${keyOf(read.table)} through ${other.name}, which no subscription gives it`,
        path: [...path, last],
      } satisfies Refutation,
    ];
  });
}

/** Who reads another role's results reads what that role was answered. */
function resultsRefutations(
  options: InsideOptions,
  reads: ReadonlyMap<string, readonly HeldRead[]>,
): readonly Refutation[] {
  const { world, mesh, organization, shared } = options;
  const workgroups = world.resources.filter((one) => one.kind === 'workgroup');
  const byOwner = Map.groupBy(world.roles, ({ owner }) => owner);
  return workgroups.flatMap((workgroup) => {
    const roles = (byOwner.get(workgroup.owner) ?? []).map((role) => roleActor(role, organization));
    const asks = (actor: Actor, action: string, resource: string): Step | undefined =>
      allowedStep({ actor, action, resource, account: workgroup.account, facts: {} }, options);
    const users = roles
      .filter(({ role }) => role && (reads.get(role.arn) ?? []).length > 0)
      .filter((actor) => asks(actor, 'athena:StartQueryExecution', workgroup.arn) !== undefined);
    return users.flatMap((user) =>
      roles.flatMap((reader) => {
        if (reader === user || !user.role || !reader.role) return [];
        const step =
          asks(reader, 'athena:GetQueryResults', workgroup.arn) ?? readsResults(reader, workgroup, options);
        if (!step) return [];
        const found = gained(reader.role, { other: user.role, path: [step] }, reads);
        if (found.length === 0 || !mesh.isMachine(user.role)) return found;
        shared.note(NOTED.results.what);
        return [];
      }),
    );
  });
}

function readsResults(
  actor: Actor,
  workgroup: ResourceOf<'workgroup'>,
  options: InsideOptions,
): Step | undefined {
  const { results } = workgroup;
  if (results === undefined) return undefined;
  const bucket = options.mesh.bucketOf(results);
  const policies = [
    ...actor.identity,
    ...(actor.boundary ? [actor.boundary] : []),
    ...(bucket?.policy ? [bucket.policy] : []),
  ];
  const area = { text: results.endsWith('/') ? results : `${results}/`, isOpen: true };
  const arns = areaWitnesses(area, patternsOf(policies), variablesOf(actor));
  if (!arns && isAllowedBy(policies, 's3:GetObject')) {
    return {
      principal: actor.name,
      actions: ['s3:GetObject'],
      resource: area.text,
      because: [{ text: `not known, so that it counts as reachable: ${TOO_MANY}` }],
    };
  }
  for (const resource of arns ?? []) {
    const policy = bucket?.policy;
    const step = allowedStep(
      {
        actor,
        action: 's3:GetObject',
        resource,
        account: workgroup.account,
        facts: {},
        ...(policy && { policy }),
      },
      options,
    );
    if (step) return step;
  }
  return undefined;
}

function allowedStep(attempt: Attempt, { tally }: InsideOptions): Step | undefined {
  const allowed = findAllowed(attempt, tally);
  if (!allowed) return undefined;
  const { actor, action, resource } = attempt;
  return { principal: actor.name, actions: [action], resource, because: reasonsFor(allowed, attempt) };
}
