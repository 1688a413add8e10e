import { type Assembly, type Json, withProperty } from './assembly.ts';
import type { Mutant, Site } from './mutant.ts';
import { withBoundaryStatement } from './roles.ts';
import { current, isAllow, listOf, type PlacedStatement, shapeOf, statementsOf } from './statements.ts';

/** Turns one ARN of a statement into a wider one; undefined where it does not fit. */
type Widening = (arn: string) => string | undefined;

const changedOnly =
  (widen: (arn: string) => string): Widening =>
  (arn) => {
    const wider = widen(arn);
    return wider === arn || arn === '*' ? undefined : wider;
  };

const everything = changedOnly(() => '*');
/** `…/engineer/*` → `…/*`, and `bucket/*` → every bucket. */
const bucketLevel = changedOnly((arn) =>
  /^arn:aws:s3:::[^/]+\/[^/]+\/\*$/.test(arn)
    ? arn.replace(/\/.*$/, '/*')
    : arn.replace(/^(arn:aws:s3:::)[^/]+(?<key>\/.*)?$/, '$1*'),
);
/** The name of a domain's thing cut behind the domain: `…-sales-registry` → `…-sales*`. */
const prefixOnly = changedOnly((arn) => {
  const cut = arn.replace(/--\*$/, '*').replace(/\/\*$/, '*');
  return cut === arn
    ? cut.replace(/-(?:[a-z]+|products-\d+-[a-z0-9-]+|landing-\d+-[a-z0-9-]+|results-\d+-[a-z0-9-]+)$/, '*')
    : cut;
});
const everyAccount = changedOnly((arn) => arn.replace(/:\d{12}:/, ':*:'));
const everyKey = changedOnly((arn) => arn.replace(/^(arn:aws:kms:[^:]+:\d+:key\/).+$/, '$1*'));

const guarded = 'the boundary of the role ends behind the separator, and allows nothing of another domain';

export const GLOB_MUTANTS: readonly Mutant[] = [
  {
    id: 'resource-everything',
    title: 'a statement of a role names every resource',
    weakens: 'exact ARNs',
    expected: { kind: 'equivalent', because: guarded },
    sites: (assembly) => widened(assembly, ['identity'], everything),
  },
  {
    id: 'resource-everything-in-both',
    title: 'a statement of a role, and of its boundary, names every resource',
    weakens: 'exact ARNs',
    expected: { kind: 'reachable' },
    sites: (assembly) => widenedInBoth(assembly, everything),
  },
  {
    id: 'bucket-level',
    title: 'a statement names the bucket where it named a prefix',
    weakens: 'that results stay with who asked',
    expected: { kind: 'reachable' },
    sites: (assembly) => widened(assembly, ['identity'], bucketLevel),
  },
  {
    id: 'prefix-without-separator',
    title: 'a statement of a role, and of its boundary, ends in the middle of a name',
    weakens: 'that no name is the beginning of another',
    expected: { kind: 'reachable' },
    sites: (assembly) => widenedInBoth(assembly, prefixOnly),
  },
  {
    id: 'prefix-without-separator-in-role',
    title: 'a statement of a role ends in the middle of a name',
    weakens: 'that no name is the beginning of another',
    expected: { kind: 'equivalent', because: guarded },
    sites: (assembly) => widened(assembly, ['identity'], prefixOnly),
  },
  {
    id: 'prefix-without-separator-on-resource',
    title: 'a policy of a resource ends in the middle of a name',
    weakens: 'that no name is the beginning of another',
    expected: {
      kind: 'equivalent',
      because: 'the account, the name of the role and its tag are asked for beside it',
    },
    sites: (assembly) => widened(assembly, ['bucket', 'bus', 'queue', 'topic', 'secret'], prefixOnly),
  },
  {
    id: 'every-account',
    title: 'a statement of a role, and of its boundary, names every account',
    weakens: 'that a role stays in its account',
    expected: { kind: 'equivalent', because: 'no policy of a resource in another account lets the role in' },
    sites: (assembly) => widenedInBoth(assembly, everyAccount),
  },
  {
    id: 'every-key',
    title: 'a role may use every key of its account',
    weakens: 'that a role uses the key of its domain',
    expected: { kind: 'equivalent', because: 'a key policy names the roles that may use it' },
    sites: (assembly) =>
      statementsOf(assembly, 'identity')
        .filter(isAllow)
        .flatMap((placed) => keySites(placed)),
  },
  {
    id: 'service-wildcard',
    title: 'a statement of a role, and of its boundary, allows every action of a service',
    weakens: 'exact actions',
    expected: { kind: 'reachable' },
    sites: (assembly) =>
      statementsOf(assembly, 'identity')
        .filter(isAllow)
        .map((placed) => actionSite(placed)),
  },
  {
    id: 'action-everything-on-resource',
    title: 'a policy of a resource allows every action',
    weakens: 'exact actions',
    expected: { kind: 'reachable' },
    sites: (assembly) =>
      statementsOf(assembly, 'bucket', 'bus', 'key', 'queue', 'topic', 'secret')
        .filter(isAllow)
        .map((placed) => ({
          ...describe(placed, 'Action'),
          apply: (other) => replaced(other, placed, { Action: `${serviceOf(placed)}:*` }),
        })),
  },
];

const arnsOf = ({ statement }: PlacedStatement): readonly unknown[] => listOf(statement['Resource']);

/** A site for each ARN of a statement that can be widened. */
function widened(
  assembly: Assembly,
  places: Parameters<typeof statementsOf> extends readonly [unknown, ...infer Rest] ? Rest : never,
  widen: Widening,
): readonly Site[] {
  return statementsOf(assembly, ...places)
    .filter(isAllow)
    .flatMap((placed) =>
      arnsOf(placed).flatMap((arn, index): readonly Site[] => {
        const wider = typeof arn === 'string' ? widen(arn) : undefined;
        if (wider === undefined) return [];
        const Resource = arnsOf(placed).with(index, wider);
        return [
          {
            ...describe(placed, `Resource.${index}`),
            apply: (other) => replaced(other, placed, { Resource }),
          },
        ];
      }),
    );
}

/** The wider statement of the role stands in its boundary, too. */
function widenedInBoth(assembly: Assembly, widen: Widening): readonly Site[] {
  return statementsOf(assembly, 'identity')
    .filter(isAllow)
    .flatMap((placed) => {
      const Resource = arnsOf(placed).map((arn) => (typeof arn === 'string' ? (widen(arn) ?? arn) : arn));
      if (arnsOf(placed).every((arn, index) => arn === Resource[index])) return [];
      return [
        {
          ...describe(placed, 'Resource'),
          apply: (other: Assembly) => {
            const given = replaced(other, placed, { Resource });
            return withBoundaryStatement(given, placed.resource, { ...placed.statement, Resource });
          },
        },
      ];
    });
}

function keySites(placed: PlacedStatement): readonly Site[] {
  const { region, account } = placed.resource.stack;
  if (!JSON.stringify(placed.statement['Action']).includes('kms:')) return [];
  const Resource = everyKey(`arn:aws:kms:${region}:${account}:key/x`);
  return [{ ...describe(placed, 'Resource'), apply: (other) => replaced(other, placed, { Resource }) }];
}

function actionSite(placed: PlacedStatement): Site {
  const [first = ''] = listOf(placed.statement['Action']);
  const Action = `${String(first).split(':')[0]}:*`;
  return {
    ...describe(placed, 'Action'),
    apply: (assembly) =>
      withBoundaryStatement(replaced(assembly, placed, { Action }), placed.resource, {
        ...placed.statement,
        Action,
      }),
  };
}

function serviceOf({ statement }: PlacedStatement): string {
  return String(listOf(statement['Action'])[0]).split(':')[0] ?? '';
}

function describe({ resource, path, statement }: PlacedStatement, what: string): Pick<Site, 'at' | 'shape'> {
  const sid = typeof statement['Sid'] === 'string' ? ` (${statement['Sid']})` : '';
  const words = `${resource.logicalId} ${path}.${what}${sid}`;
  return { at: `${resource.stack.path} ${words}`, shape: shapeOf(resource.stack, words) };
}

function replaced(
  assembly: Assembly,
  { resource, path, statement }: PlacedStatement,
  change: Json,
): Assembly {
  const value = { ...statement, ...change };
  return withProperty(assembly, current(assembly, resource), { path, value });
}
