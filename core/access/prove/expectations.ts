import { busArn, glueDatabase, glueTable, type NameScope, roleArn } from '../../naming/names.ts';
import type { Environment, Mesh, Product, Subscription } from '../../spec/mesh.ts';
import { upstreamDomains } from '../../spec/upstream-domains.ts';
import { PLATFORM } from './proof.ts';

/** What the files of a mesh say that may be reached: computed from them alone, whatever the stacks made of them. */
export type Expectations = {
  readonly names: NameScope;
  readonly organization: string | undefined;
  readonly accountOf: (domain: string) => string | undefined;
  readonly domains: readonly string[];
  readonly reads: readonly ExpectedRead[];
  /** Who may know that a table is there, and read nothing of it. */
  readonly sights: readonly ExpectedSight[];
  /** Buses of consumers, and the producers whose events they take. */
  readonly listening: readonly { readonly bus: string; readonly producer: string }[];
  /** ARNs of the roles as which domains forward their events. */
  readonly forwarders: readonly string[];
};

export type ExpectedSight = {
  readonly principal: string;
  readonly consumer: string;
  readonly account: string;
  readonly database: string;
  readonly table: string;
  /** Last day, as an ISO date. */
  readonly expires: string;
  readonly file: string;
};

export type ExpectedRead = ExpectedSight & {
  readonly role: string;
  readonly producer: string;
  /** Lower case. */
  readonly columns: readonly string[];
  readonly rows?: string;
};

export function expectations(mesh: Mesh, environment: Environment): Expectations {
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const accountOf = (domain: string): string | undefined =>
    domain === PLATFORM
      ? environment.platformAccount
      : mesh.domains.find(({ name }) => name === domain)?.accounts[environment.name];
  const all = mesh.domains.flatMap(({ products }) =>
    products.flatMap((product) => product.subscriptions.map((subscription) => ({ product, subscription }))),
  );
  const seen = (one: Subscribed, role: string): ExpectedSight => {
    const { product, subscription } = one;
    return {
      principal: roleArn(names, subscription.consumer, accountOf(subscription.consumer) ?? '', role),
      consumer: subscription.consumer,
      account: accountOf(product.domain) ?? '',
      database: glueDatabase(product.domain, 'products'),
      table: glueTable(subscription.table, product.major),
      expires: subscription.expires,
      file: subscription.file,
    };
  };
  return {
    names,
    organization: environment.organization,
    accountOf,
    domains: [...mesh.domains.map(({ name }) => name), PLATFORM],
    reads: all.flatMap((one) =>
      one.subscription.roles.map(
        (role): ExpectedRead => ({
          ...seen(one, role),
          role,
          producer: one.product.domain,
          columns: one.subscription.columns.map((column) => column.toLowerCase()),
          ...(one.subscription.rows !== undefined && { rows: one.subscription.rows }),
        }),
      ),
    ),
    sights: all.flatMap((one) => whoSees(one, accountOf).map((role) => seen(one, role))),
    listening: mesh.domains.flatMap((domain) =>
      upstreamDomains(mesh, domain).map((producer) => ({
        bus: busArn(names, domain.name, accountOf(domain.name) ?? ''),
        producer,
      })),
    ),
    forwarders: mesh.domains.map(({ name }) => roleArn(names, name, accountOf(name) ?? '', 'forwarder')),
  };
}

/** Who pins the inputs of a pipeline sees which snapshot is current; who keeps the links, whether there is anything. */
function whoSees(
  { product, subscription }: Subscribed,
  accountOf: Expectations['accountOf'],
): readonly string[] {
  const isAbroad = accountOf(product.domain) !== accountOf(subscription.consumer);
  return [
    ...(subscription.roles.includes('pipeline') ? ['publisher'] : []),
    ...(isAbroad ? ['reconciler'] : []),
  ];
}

type Subscribed = { readonly product: Product; readonly subscription: Subscription };

/** Whether a subscription still holds on a day; its last day counts. */
export const holdsOn = ({ expires }: { readonly expires: string }, day: string): boolean =>
  day <= expires.slice(0, 10);
