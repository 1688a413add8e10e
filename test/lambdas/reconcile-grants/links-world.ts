import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import type { DeclaredGrantsDocument, GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import { sweepGrants } from '../../../lambdas/enforce-policies/sweep-grants.ts';
import type { SweepReport } from '../../../lambdas/enforce-policies/sweep-report.ts';
import { reconcileGrants } from '../../../lambdas/reconcile-grants/reconcile-grants.ts';
import { lakeOf } from '../../../lambdas/runtime/grants/lake.ts';
import {
  arn,
  caller,
  INSIGHT,
  LakeWorld,
  OPERATIONS,
  REGION,
  refusal,
  TABLE,
} from '../../sandbox/lake-world.ts';

type Json = Readonly<Record<string, unknown>>;

const isTime = (key: string): boolean => key.endsWith('Time') || key.startsWith('LastUpdated');

const names = { mesh: 'aviation', environment: 'local', region: REGION };
const now = new Date('2026-01-01T00:00:00Z');

export const RECONCILER = 'aviation-local-insight-reconciler';
export const ANALYST = 'aviation-local-insight-analyst';

/** What the consumer's namespace declares: a link to the producer, which its analyst may follow. */
export const declared = (domain = 'insight', analyst = ANALYST): DeclaredGrantsDocument => ({
  schema: 'freehold.grants.v1',
  domain,
  owner: 'namespace',
  governs: { kind: 'domain', catalogId: INSIGHT, domain, databases: [domain], locations: [] },
  grants: [
    {
      principal: arn(analyst, INSIGHT),
      target: { kind: 'database', catalogId: INSIGHT, database: 'safety' },
      permissions: ['DESCRIBE'],
      because: `namespace of ${domain}`,
    } satisfies GrantDeclaration,
  ],
  links: [{ database: 'safety', catalogId: OPERATIONS, tables: ['strikes'] }],
});

/** Which call of the reconciler is its last, and whether AWS still does it. */
export type Death = { readonly call: number; readonly side: 'before' | 'after' };

/** A producer's account and a consumer's, whose reconciler administers the consumer's lake. */
export class LinksWorld {
  readonly lake: LakeWorld;
  #calls = 0;
  #death: Death | undefined;

  private constructor(lake: LakeWorld) {
    this.lake = lake;
  }

  static async create(): Promise<LinksWorld> {
    const lake = await LakeWorld.create();
    const world = new LinksWorld(lake);
    await lake.role(RECONCILER, INSIGHT);
    await lake.role(ANALYST, INSIGHT);
    await world.administer(RECONCILER);
    return world;
  }

  async administer(...roles: readonly string[]): Promise<void> {
    await this.lake.cloud.dispatch(caller(RECONCILER, INSIGHT), 'lakeformation', 'PutDataLakeSettings', {
      DataLakeSettings: {
        DataLakeAdmins: roles.map((role) => ({ DataLakePrincipalIdentifier: arn(role, INSIGHT) })),
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    });
  }

  async deployProducer(): Promise<void> {
    await this.lake.withTable();
  }

  async destroyProducer(): Promise<void> {
    await this.lake.glue('admin', 'DeleteDatabase', { Name: 'safety' });
  }

  /** What the producer's reconciler grants for a subscription of the analyst. */
  async share(): Promise<void> {
    await this.lake.grant(RECONCILER, TABLE, ['DESCRIBE'], { account: INSIGHT });
    await this.lake.grant(ANALYST, TABLE, ['SELECT'], { account: INSIGHT });
  }

  async unshare(): Promise<void> {
    for (const [role, permission] of [
      [RECONCILER, 'DESCRIBE'],
      [ANALYST, 'SELECT'],
    ] as const) {
      await this.lake.lake('RevokePermissions', {
        Principal: { DataLakePrincipalIdentifier: arn(role, INSIGHT) },
        Resource: TABLE,
        Permissions: [permission],
      });
    }
  }

  deploy(
    document = declared(),
    more: { readonly before?: DeclaredGrantsDocument; readonly isRemoval?: boolean } = {},
  ) {
    return reconcileGrants({ document, ...more }, { lake: this.#lakeOf(document.domain), names, now });
  }

  async sweep(document = declared()): Promise<SweepReport> {
    return await sweepGrants({
      domain: document.domain,
      names,
      documents: [document],
      lake: this.#lakeOf(document.domain),
      now,
      isDryRun: false,
      revocationsMax: 25,
      record: async () => {},
    });
  }

  /** What a tool of the analyst meets that lists the tables of every database. */
  async browse(role = ANALYST): Promise<string> {
    type Databases = { readonly DatabaseList: readonly { readonly Name: string }[] };
    const { DatabaseList } = await this.lake.glue<Databases>(role, 'GetDatabases', {}, INSIGHT);
    const seen: string[] = [];
    for (const { Name } of DatabaseList) {
      type Tables = { readonly TableList: readonly { readonly Name: string }[] };
      const call = this.lake.glue<Tables>(role, 'GetTables', { DatabaseName: Name }, INSIGHT);
      const refused = await refusal(call);
      if (refused !== 'it did not fail') return refused;
      for (const table of (await call).TableList) seen.push(`${Name}.${table.Name}`);
    }
    return seen.join();
  }

  /** Databases of the consumer's account, and what is granted there. */
  async state(): Promise<unknown> {
    const { DatabaseList } = await this.lake.glue<Json>(RECONCILER, 'GetDatabases', {}, INSIGHT);
    const as = caller(RECONCILER, INSIGHT);
    const permissions = await this.lake.cloud.dispatch(as, 'lakeformation', 'ListPermissions', {});
    return JSON.parse(JSON.stringify([DatabaseList, permissions], (key, value) => (isTime(key) ? 0 : value)));
  }

  /** How many calls the reconciler makes meanwhile; it dies where it is said to, and lives again afterwards. */
  async callsOf(work: () => Promise<unknown>, death?: Death): Promise<number> {
    this.#calls = 0;
    this.#death = death;
    await work().catch((error: unknown) => {
      if (!death) throw error;
    });
    this.#death = undefined;
    return this.#calls;
  }

  #lakeOf(domain: string) {
    const role = `aviation-local-${domain}-reconciler`;
    const clients = {
      lakeFormation: this.#mortal(this.lake.client<LakeFormationClient>('lakeformation', role, INSIGHT)),
      glue: this.#mortal(this.lake.client<GlueClient>('glue', role, INSIGHT)),
    };
    return lakeOf(clients, { names, domain, catalogId: INSIGHT });
  }

  #mortal<Client>(client: Client): Client {
    const { send } = client as { readonly send: (command: unknown) => Promise<unknown> };
    const dying = async (command: unknown): Promise<unknown> => {
      this.#calls += 1;
      const { call = Infinity, side } = this.#death ?? {};
      if (this.#calls > call || (this.#calls === call && side === 'before')) throw new Error('killed');
      const answer = await send(command);
      if (this.#calls >= call) throw new Error('killed');
      return answer;
    };
    return { send: dying } as unknown as Client;
  }
}
