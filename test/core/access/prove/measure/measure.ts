import { tableAccess } from '../../../../../core/access/lakeformation/evaluate-table.ts';
import type { LakeState } from '../../../../../core/access/lakeformation/lake-state.ts';
import { renderPredicate } from '../../../../../core/access/lakeformation/row-predicate.ts';
import { tablePermissions } from '../../../../../core/access/lakeformation/permissions.ts';
import { type DeployedRole, deployedRoles, mayDo } from '../../../../lib/deployed-policies.ts';
import { type Assembly, deployedStacks } from '../mutants/assembly.ts';
import { type Actor, actorsOf } from './actors.ts';
import { lakeOf, type MeasuredTable, tablesOf } from './lakes.ts';
import { allowedOn } from './requests.ts';
import { resourcesOfStack, type Thing, thingsOf } from './things.ts';

/**
 * What may be asked for, decided request by request by the evaluators, on a handful of requests: the measure by
 * which a weakening is known to weaken, apart from any proof.
 */
export type Measured = {
  readonly actors: readonly Actor[];
  readonly things: ReadonlyMap<string, Thing>;
  readonly tables: readonly MeasuredTable[];
  readonly lakes: ReadonlyMap<string, LakeState>;
};

export function measured(assembly: Assembly): Measured {
  const resources = deployedStacks(assembly).flatMap(resourcesOfStack);
  const tables = tablesOf(assembly);
  return {
    actors: actorsOf(deployedRoles(resources)),
    things: new Map(thingsOf(assembly).map((thing) => [thing.arn, thing])),
    tables,
    lakes: new Map(
      [...new Set(tables.map(({ account }) => account))].map((one) => [one, lakeOf(assembly, one)]),
    ),
  };
}

export type Difference = {
  /** Somebody may do what nobody of the same domain could before, with what is another's. */
  readonly crossing: readonly string[];
  /** The same within a domain: one role with what is another's of the domain. */
  readonly inside: readonly string[];
  readonly lost: readonly string[];
  /** Of it, what somebody reads of another domain: no more than subscriptions promise. */
  readonly broken: readonly string[];
};

export function difference(before: Measured, after: Measured): Difference {
  const [then, now] = changedPairs(before, after);
  const reads = [readings(before), readings(after)] as const;
  const gained = [...now, ...reads[1]].filter(([edge]) => !then.has(edge) && !reads[0].has(edge));
  const lost = [...then, ...reads[0]].filter(([edge]) => !now.has(edge) && !reads[1].has(edge));
  const broken = [...reads[0]].filter(([edge, isCrossing]) => isCrossing && !reads[1].has(edge));
  const words = (edges: typeof gained) => edges.map(([edge]) => edge);
  return {
    crossing: words(gained.filter(([, isCrossing]) => isCrossing)),
    inside: words(gained.filter(([, isCrossing]) => !isCrossing)),
    lost: words(lost),
    broken: words(broken),
  };
}

type Edges = Map<string, boolean>;

/** Of all pairs of actor and thing, those of which one is not as it was. */
function changedPairs(before: Measured, after: Measured): readonly [Edges, Edges] {
  const actors = changedIds(before.actors, after.actors);
  const things = changedIds(arnsAsIds(before), arnsAsIds(after));
  // A key that changed changes what lies under it.
  for (const thing of after.things.values())
    if (thing.key !== undefined && things.has(thing.key)) things.add(thing.arn);
  const edges = (of: Measured): Edges => {
    const found: Edges = new Map();
    for (const actor of of.actors) {
      for (const thing of of.things.values()) {
        if (!actors.has(actor.id) && !things.has(thing.arn)) continue;
        for (const action of allowedOn(actor, thing, (arn) => of.things.get(arn))) {
          found.set(`${actor.id}: ${action} on ${thing.arn}`, actor.domain !== thing.domain);
        }
      }
    }
    return found;
  };
  return [edges(before), edges(after)];
}

const arnsAsIds = ({ things }: Measured) => [...things].map(([id, thing]) => ({ id, thing }));

function changedIds(
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): Set<string> {
  const known = new Map(before.map((one) => [one.id, one]));
  const changed = after.filter((one) => {
    const old = known.get(one.id);
    return old === undefined || JSON.stringify(old) !== JSON.stringify(one);
  });
  return new Set(changed.map(({ id }) => id));
}

/** Who reads what of each table through Lake Formation and IAM together. */
function readings({ actors, tables, lakes }: Measured): Edges {
  const found: Edges = new Map();
  for (const table of tables) {
    const lake = lakes.get(table.account);
    for (const actor of actors) {
      if (!lake || actor.kind !== 'role' || !browses(actor.role, table)) continue;
      for (const words of readingOf(lake, actor.role.arn, table)) {
        found.set(`${actor.id}: ${words} of ${table.database}.${table.name}`, actor.domain !== table.domain);
      }
    }
  }
  return found;
}

/** Athena asks as the caller; across accounts, Lake Formation's share lets in whom it has granted. */
function browses(role: DeployedRole, { account, database, name }: MeasuredTable): boolean {
  const resource = `arn:aws:glue:eu-west-1:${account}:table/${database}/${name}`;
  return (
    mayDo(role, { action: 'glue:GetTable', resource, account: role.account }) &&
    mayDo(role, { action: 'lakeformation:GetDataAccess', resource: '*', account: role.account })
  );
}

function readingOf(lake: LakeState, principal: string, table: MeasuredTable): readonly string[] {
  const access = tableAccess(lake, principal, table);
  const held = [...tablePermissions(lake, principal, table)].filter((one) => one !== 'SELECT');
  const administers = lake.admins.includes(principal) ? ['administers'] : [];
  if (access.kind === 'denied') return [...held, ...administers];
  const rows = access.rows ? renderPredicate(access.rows) : 'all';
  return [
    ...held,
    ...administers,
    ...access.columns.map(({ name, when }) => `reads ${name} where ${when ? renderPredicate(when) : rows}`),
  ];
}
