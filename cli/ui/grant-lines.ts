import { declarationInWords, type KnownTable } from '../../core/access/grants/declaration-in-words.ts';
import { glueDatabase, glueTable } from '../../core/naming/names.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import type { MeshPlan } from '../commands/plan.ts';
import { counted } from './numbers.ts';

export type GrantLine = { readonly kind: 'gained' | 'lost' | 'changed'; readonly text: string };

type Change = MeshPlan['grants'][number];
type Spoken = {
  readonly change: Change;
  readonly principal: string;
  readonly what: string;
  readonly until: string;
};

/**
 * Who gains and loses what, in words: what crosses domains in full, what a domain's own roles get as a number per
 * stack, because every new product brings the same.
 */
export function grantLines(
  changes: readonly Change[],
  mesh: Mesh,
  environment: string,
): readonly GrantLine[] {
  const words = knownWords(mesh, environment);
  const spoken = changes.map((change): Spoken => {
    const { expires: until = 'for ever', ...forEver } = change.declaration;
    return { change, until: until.slice(0, 10), ...declarationInWords(forEver, words) };
  });
  const own = ownRoles(mesh);
  const isOwn = ({ change, principal }: Spoken): boolean =>
    own.get(change.stack.split('/')[0] ?? '')?.has(principal) ?? false;
  return [
    ...crossingLines(spoken.filter((one) => !isOwn(one))),
    ...ownLines(spoken.filter(isOwn).map(({ change }) => change)),
  ];
}

/** Which databases of others a domain finds in its own catalog. */
export function linkLines(changes: MeshPlan['links']): readonly GrantLine[] {
  return changes.map(({ kind, stack, link: { database, catalogId } }) => {
    const domain = stack.split('/')[0] ?? '';
    const verb = kind === 'gained' ? 'gains a link' : 'loses its link';
    return { kind, text: `${domain} ${verb} to the database ${database} of account ${catalogId}` };
  });
}

/** Roles that the stacks make in every domain, beside those that its file names. */
const STANDARD_ROLES = [
  'analyst',
  'engineer',
  'pipeline',
  'publisher',
  'provisioner',
  'reconciler',
  'observer',
];

/** By whole names: the name of a domain may be the beginning of another's. */
function ownRoles(mesh: Mesh): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    mesh.domains.map(({ name, roles }) => [
      name,
      new Set([...STANDARD_ROLES, ...roles.map((role) => role.name)].map((role) => `${name}-${role}`)),
    ]),
  );
}

/** The same grant to several roles is one line, and so is a grant of which only the last day moves. */
function crossingLines(spoken: readonly Spoken[]): readonly GrantLine[] {
  const moved = new Map<Spoken, Spoken>();
  for (const gained of spoken.filter(({ change }) => change.kind === 'gained')) {
    const lost = spoken.find((one) => one.change.kind === 'lost' && isSameButDay(one, gained));
    if (lost) moved.set(gained, lost);
  }
  const replaced = new Set(moved.values());
  const lines = spoken
    .filter((one) => !replaced.has(one))
    .map((one) => ({ principal: one.principal, ...sentence(one, moved.get(one)) }));
  const keys = [...new Set(lines.map(({ kind, what }) => `${kind} ${what}`))];
  return keys.flatMap((key) => {
    const same = lines.filter(({ kind, what }) => `${kind} ${what}` === key);
    const [first] = same;
    if (!first) return [];
    const verb = same.length === 1 ? VERBS[first.kind].one : VERBS[first.kind].several;
    return [
      { kind: first.kind, text: `${listed(same.map(({ principal }) => principal))} ${verb} ${first.what}` },
    ];
  });
}

const VERBS = {
  gained: { one: 'gains', several: 'gain' },
  lost: { one: 'loses', several: 'lose' },
  changed: { one: 'keeps', several: 'keep' },
} as const;

function isSameButDay(one: Spoken, other: Spoken): boolean {
  return (
    one.principal === other.principal && one.what === other.what && one.change.stack === other.change.stack
  );
}

function sentence({ change, what, until }: Spoken, before: Spoken | undefined) {
  if (before) return { kind: 'changed' as const, what: `${what}; until ${until} instead of ${before.until}` };
  return { kind: change.kind, what: until === 'for ever' ? what : `${what}; until ${until}` };
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function ownLines(changes: readonly Change[]): readonly GrantLine[] {
  const keys = [...new Set(changes.map(({ stack, kind }) => `${kind} ${stack}`))];
  return keys.flatMap((key) => {
    const same = changes.filter(({ stack, kind }) => `${kind} ${stack}` === key);
    const [first] = same;
    if (!first) return [];
    const verb = VERBS[first.kind].several;
    return [
      {
        kind: first.kind,
        text: `the domain’s own roles ${verb} ${counted(same.length, 'grant')} in ${first.stack}`,
      },
    ];
  });
}

function knownWords(mesh: Mesh, environment: string) {
  const tables = new Map<string, KnownTable>();
  for (const product of mesh.domains.flatMap(({ products }) => products)) {
    const database = glueDatabase(product.domain, 'products');
    for (const table of product.tables) {
      tables.set(`${database}.${glueTable(table.name, product.major)}`, {
        name: `${database}.${table.name}`,
        columns: table.columns.map(({ name }) => name),
      });
    }
  }
  const prefix = `${mesh.name}-${environment}-`;
  return {
    principalOf: (arn: string): string => {
      const role = arn.split('/').at(-1) ?? arn;
      return role.startsWith(prefix) ? role.slice(prefix.length) : role;
    },
    tableOf: (database: string, table: string) => tables.get(`${database}.${table}`),
  };
}
