import type { World, WorldRole } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { deployerArn, roleArn } from '../../naming/names.ts';
import type { Expectations } from './expectations.ts';
import { OUTSIDE, type Party } from './proof.ts';

/** The world by its owners. */
export class Mesh {
  readonly today: string;
  readonly #roles: ReadonlyMap<string, WorldRole>;
  readonly #tables: ReadonlyMap<string, readonly ResourceOf<'table'>[]>;
  readonly #databases: ReadonlyMap<string, readonly ResourceOf<'database'>[]>;
  readonly #buckets: ReadonlyMap<string, ResourceOf<'bucket'>>;
  readonly #parties: ReadonlyMap<string, readonly Party[]>;
  readonly #expected: Expectations;

  constructor(world: World, expected: Expectations, now: Date) {
    this.today = now.toISOString().slice(0, 10);
    this.#expected = expected;
    this.#roles = new Map(world.roles.map((role) => [role.arn, role]));
    const tables = world.resources.filter((one) => one.kind === 'table');
    const databases = world.resources.filter((one) => one.kind === 'database');
    this.#tables = Map.groupBy(tables, ({ account }) => account);
    this.#databases = Map.groupBy(
      databases.filter(({ target }) => target === undefined),
      ({ account }) => account,
    );
    this.#buckets = new Map(
      world.resources.flatMap((one) => (one.kind === 'bucket' ? [[one.arn, one] as const] : [])),
    );
    this.#parties = Map.groupBy(expected.domains, (domain) => expected.accountOf(domain) ?? '');
  }

  role(arn: string): WorldRole | undefined {
    return this.#roles.get(arn);
  }

  hasRole(arn: string): boolean {
    return this.#roles.has(arn);
  }

  tablesIn(account: string): readonly ResourceOf<'table'>[] {
    return this.#tables.get(account) ?? [];
  }

  /** Without resource links. */
  databasesIn(account: string): readonly ResourceOf<'database'>[] {
    return this.#databases.get(account) ?? [];
  }

  partiesIn(account: string): readonly Party[] {
    return this.#parties.get(account) ?? [OUTSIDE];
  }

  /** Whose a principal is: a role's domain, or all that share the account that is named. */
  partiesOf(principal: string): readonly Party[] {
    const role = this.#roles.get(principal);
    if (role) return [role.owner];
    const account = principal.split(':')[4];
    // CloudFormation acts for whoever deploys, which is nobody's and everybody's of the account.
    if (account !== undefined && principal === deployerArn(account, this.#expected.names.region)) {
      return this.partiesIn(account);
    }
    return [];
  }

  partyOf(principal: string): Party {
    const role = this.#roles.get(principal);
    if (role) return role.owner;
    const account = /\d{12}/.exec(principal)?.[0];
    return account === undefined ? OUTSIDE : this.partiesIn(account).join(' and ');
  }

  /** Who may administer Lake Formation: who deploys, and the reconcilers of the account's domains. */
  isAdministrator(principal: string, account: string): boolean {
    const { names } = this.#expected;
    return (
      principal === deployerArn(account, names.region) ||
      this.partiesIn(account).some((domain) => principal === roleArn(names, domain, account, 'reconciler'))
    );
  }

  /** The role as which a domain's pipelines read, and nobody of its people. */
  isMachine({ arn, owner, account }: WorldRole): boolean {
    return arn === roleArn(this.#expected.names, owner, account, 'pipeline');
  }

  ownerOfLocation(location: string): Party | undefined {
    const bucket = location.split('/')[0] ?? location;
    return this.#buckets.get(bucket)?.owner;
  }

  bucketOf(location: string): ResourceOf<'bucket'> | undefined {
    return this.#buckets.get(location.split('/')[0] ?? location);
  }
}
