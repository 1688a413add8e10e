import type { GrantDeclaration, GrantTarget } from '../../../../../core/access/grants/declaration.ts';
import { type Assembly, resourcesOf } from './assembly.ts';
import { columnSites } from './filter-columns.ts';
import { type Declared, declaredSite, declarationsOf } from './declarations.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { domainOf, roleArn, rolesOf } from './roles.ts';

const reachable: Expectation = { kind: 'reachable' };
const broken: Expectation = { kind: 'broken' };

type Filter = GrantTarget & { readonly kind: 'filter' };

/** Declared grants of subscriptions, and of the domains' own roles. */
export const GRANT_MUTANTS: readonly Mutant[] = [
  onSubscription(
    'filter-dropped',
    'a filtered grant is one on the whole table',
    reachable,
    onFilter(({ catalogId, database, table }) => ({ kind: 'table', catalogId, database, table })),
  ),
  onSubscription(
    'rows-dropped',
    'a grant of some rows is one of all',
    reachable,
    onFilter(({ rows, ...target }) => (rows === undefined ? undefined : target)),
  ),
  onSubscription(
    'rows-turned',
    'a grant of some rows is one of the others',
    reachable,
    onFilter((target) =>
      target.rows === undefined ? undefined : { ...target, rows: `NOT (${target.rows})` },
    ),
  ),
  onSubscription(
    'rows-widened',
    'a grant of some rows has an alternative that always holds',
    reachable,
    onFilter((target) =>
      target.rows === undefined ? undefined : { ...target, rows: `${target.rows} OR TRUE` },
    ),
  ),
  {
    id: 'column-added',
    title: 'a filtered grant shows one column more',
    weakens: 'the columns of a subscription',
    expected: reachable,
    sites: (assembly) => subscriptions(assembly).flatMap((declared) => columnSites(assembly, declared)),
  },
  onSubscription(
    'column-dropped',
    'a filtered grant shows one column less',
    broken,
    onFilter((target) => ({ ...target, columns: target.columns.slice(1) })),
  ),
  onSubscription(
    'expiry-later',
    'a grant outlives its subscription by a day',
    reachable,
    ({ expires, ...grant }) =>
      expires === undefined ? undefined : [{ ...grant, expires: dayAfter(expires) }],
  ),
  onSubscription(
    'expiry-dropped',
    'the grant of a subscription that ends is kept',
    reachable,
    ({ expires, ...grant }) => (expires === undefined ? undefined : [grant]),
  ),
  onSubscription('grant-dropped', 'a subscription is not granted', broken, () => []),
  onSubscription(
    'rows-narrowed',
    'a grant shows fewer rows',
    broken,
    onFilter((target) => ({ ...target, rows: `${target.rows ?? 'TRUE'} AND FALSE` })),
  ),
  onSubscription('permission-added', 'a subscriber may write', reachable, (grant) =>
    grant.permissions.includes('SELECT') && grant.target.kind === 'table'
      ? [{ ...grant, permissions: [...grant.permissions, 'INSERT', 'DELETE'] }]
      : undefined,
  ),
  onSubscription('permission-to-alter', 'a subscriber may alter and drop the table', reachable, (grant) =>
    grant.target.kind === 'table'
      ? [{ ...grant, permissions: [...grant.permissions, 'ALTER', 'DROP'] }]
      : undefined,
  ),
  onSubscription('grant-to-everybody', 'a grant is to everybody whom IAM lets in', reachable, (grant) => [
    { ...grant, principal: 'IAM_ALLOWED_PRINCIPALS' },
    grant,
  ]),
  onSubscription('grant-to-account', 'a grant is to the account of the subscriber', reachable, (grant) => [
    grant,
    { ...grant, principal: accountOf(grant) },
  ]),
  onSubscription(
    'grant-to-account-root',
    'a grant is to the root of the subscriber’s account',
    reachable,
    (grant) => [grant, { ...grant, principal: `arn:aws:iam::${accountOf(grant)}:root` }],
  ),
  onSubscription('grant-to-organisation', 'a grant is to the organisation', reachable, (grant) => [
    grant,
    { ...grant, principal: 'arn:aws:organizations::111111111111:organization/o-sandbox00000' },
  ]),
  {
    id: 'grant-to-other-role',
    title: 'a grant is to one more role of the subscriber',
    weakens: 'that a subscription names its roles',
    expected: reachable,
    sites: (assembly) =>
      subscriptions(assembly).flatMap((declared) => {
        const domain = rolesOf(assembly, /./).find((role) => roleArn(role) === declared.grant.principal);
        const holders = new Set(declared.document.grants.map(({ principal }) => principal));
        const other = rolesOf(assembly, /-(engineer|analyst|trainee)$/).find(
          (role) => domain && domainOf(role) === domainOf(domain) && !holders.has(roleArn(role)),
        );
        return other
          ? [more(declared, 'to one more role', { ...declared.grant, principal: roleArn(other) })]
          : [];
      }),
  },
  {
    id: 'grant-to-other-domain',
    title: 'a grant is to a domain that has no subscription',
    weakens: 'that only subscribers read',
    expected: reachable,
    sites: (assembly) =>
      subscriptions(assembly).flatMap((declared) => {
        const role = strangers(assembly, declared)[0];
        return role
          ? [more(declared, `to ${domainOf(role)}`, { ...declared.grant, principal: roleArn(role) })]
          : [];
      }),
  },
  onSubscription(
    'filter-on-link',
    'a filter is on the resource link, and the grant on the table has none',
    reachable,
    (grant) => {
      const { target } = grant;
      if (target.kind !== 'filter' || accountOf(grant) === target.catalogId) return undefined;
      const { catalogId, database, table } = target;
      return [
        { ...grant, target: { ...target, catalogId: accountOf(grant) } },
        { ...grant, target: { kind: 'table', catalogId, database, table } },
      ];
    },
  ),
  onSubscription('on-database', 'a grant is on the database, tables to come included', reachable, (grant) => {
    const { target } = grant;
    if (!('table' in target)) return undefined;
    return [
      grant,
      {
        ...grant,
        target: {
          kind: 'lf-tag-policy',
          catalogId: target.catalogId,
          resourceType: 'TABLE',
          expression: { zone: ['products'] },
        },
      },
    ];
  }),
  onOwn(
    'expression-without-domain',
    'a grant by tags does not ask for the domain',
    ({ expression: { domain: _, ...rest } }) => rest,
  ),
  {
    ...onOwn('expression-of-all-zones', 'a grant by tags takes every zone', ({ expression }) => ({
      ...expression,
      zone: ['landing', 'staging', 'products'],
    })),
    weakens: 'that analysts read products only',
    expected: { kind: 'inside' },
  },
  {
    id: 'expression-of-other-domain',
    title: 'a grant by tags takes another domain, too',
    weakens: 'that tags say whose a database is',
    expected: reachable,
    sites: (assembly) =>
      declarationsOf(assembly, 'domain').flatMap((declared) => {
        const { target } = declared.grant;
        const other = domainsOf(assembly).find((name) => name !== declared.document.domain);
        if (target.kind !== 'lf-tag-policy' || other === undefined) return [];
        const expression = { ...target.expression, domain: [declared.document.domain, other] };
        return [
          changedTo(declared, `takes ${other}`, { ...declared.grant, target: { ...target, expression } }),
        ];
      }),
  },
  {
    id: 'data-location-of-other-domain',
    title: 'a role may make tables over the data of another domain',
    weakens: 'where the tables of a domain lie',
    expected: reachable,
    sites: (assembly) =>
      declarationsOf(assembly, 'domain').flatMap((declared) => {
        const { target } = declared.grant;
        const other = resourcesOf(assembly, 'AWS::LakeFormation::Resource').find(
          ({ stack }) => stack.path !== declared.stack.path,
        );
        if (target.kind !== 'data-location' || !other) return [];
        const resourceArn = String(other.properties['ResourceArn']);
        return [
          more(declared, 'another location', { ...declared.grant, target: { ...target, resourceArn } }),
        ];
      }),
  },
  {
    id: 'own-grant-dropped',
    title: 'a role of the domain is not granted what is its own',
    weakens: 'what a domain promises its own people',
    expected: broken,
    sites: (assembly) =>
      declarationsOf(assembly, 'domain').map((declared) => declaredSite(declared, 'dropped', [])),
  },
];

const subscriptions = (assembly: Assembly): readonly Declared[] => declarationsOf(assembly, 'tables');
const accountOf = ({ principal }: GrantDeclaration): string => principal.split(':')[4] ?? '';

function domainsOf(assembly: Assembly): readonly string[] {
  return [...new Set(rolesOf(assembly, /-analyst$/).map(domainOf))];
}

/** Analysts of domains that read nothing of this owner. */
function strangers(assembly: Assembly, { document, stack }: Declared) {
  const readers = new Set(
    subscriptions(assembly)
      .filter((one) => one.document.domain === document.domain)
      .map(({ grant }) => accountOf(grant)),
  );
  return rolesOf(assembly, /-analyst$/).filter(
    (role) =>
      domainOf(role) !== document.domain &&
      !readers.has(role.stack.account) &&
      role.stack.account !== stack.account,
  );
}

const changedTo = (declared: Declared, words: string, grant: GrantDeclaration): Site =>
  declaredSite(declared, words, [grant]);
const more = (declared: Declared, words: string, grant: GrantDeclaration): Site =>
  declaredSite(declared, words, [declared.grant, grant]);

function onSubscription(
  id: string,
  title: string,
  expected: Expectation,
  ...[change]: readonly [(grant: GrantDeclaration) => readonly GrantDeclaration[] | undefined]
): Mutant {
  return {
    id,
    title,
    weakens: expected === broken ? 'what a subscription promises' : 'that a subscription is granted exactly',
    expected,
    sites: (assembly) =>
      subscriptions(assembly).flatMap((declared) => {
        const grants = change(declared.grant);
        return grants ? [declaredSite(declared, id, grants)] : [];
      }),
  };
}

function onFilter(change: (target: Filter) => GrantTarget | undefined) {
  return (grant: GrantDeclaration): readonly GrantDeclaration[] | undefined => {
    const target = grant.target.kind === 'filter' ? change(grant.target) : undefined;
    return target && [{ ...grant, target }];
  };
}

function onOwn(
  id: string,
  title: string,
  expression: (
    target: GrantTarget & { readonly kind: 'lf-tag-policy' },
  ) => Readonly<Record<string, readonly string[]>>,
): Mutant {
  return {
    id,
    title,
    weakens: 'that tags say whose a database is',
    expected: reachable,
    sites: (assembly) =>
      declarationsOf(assembly, 'domain').flatMap((declared) => {
        const { target } = declared.grant;
        if (target.kind !== 'lf-tag-policy') return [];
        const changed = { ...target, expression: expression(target) };
        if (JSON.stringify(changed) === JSON.stringify(target)) return [];
        return [changedTo(declared, id, { ...declared.grant, target: changed })];
      }),
  };
}

function dayAfter(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
