import * as fc from 'fast-check';
import type { GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import { lakeStore } from '../../../sandbox/services/lakeformation/store.ts';
import {
  arn,
  caller,
  INSIGHT,
  type LakeWorld,
  OPERATIONS,
  REGION,
  STRIKES,
} from '../../sandbox/lake-world.ts';

const AT = { catalogId: OPERATIONS, database: 'safety', table: 'strikes' } as const;
const SCOPE = { accountId: OPERATIONS, region: REGION };

/** Roles that read: of the account, of another one, and one that does not exist yet. */
export const READERS = [arn('reader'), arn('guest', INSIGHT), arn('tomorrow', INSIGHT)] as const;

const target = fc.oneof(
  fc.constant({ kind: 'table', ...AT } as const),
  fc.record({
    kind: fc.constant('filter' as const),
    catalogId: fc.constant(AT.catalogId),
    database: fc.constant(AT.database),
    table: fc.constant(AT.table),
    columns: fc.subarray(['id', 'state', 'cost'], { minLength: 1 }),
    rows: fc.constantFrom("state = 'TX'", "state = 'CA'"),
  }),
);

/** At most one subscription for a reader, as `mesh validate` demands, some with a last day. */
export const declarations: fc.Arbitrary<readonly GrantDeclaration[]> = fc
  .tuple(...READERS.map((principal) => fc.option(declaration(principal), { nil: undefined })))
  .map((all) => all.flatMap((one) => one ?? []));

function declaration(principal: string): fc.Arbitrary<GrantDeclaration> {
  return fc
    .record({ target, last: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }) })
    .map(({ target: on, last }) => ({
      principal,
      target: on,
      permissions: on.kind === 'table' ? ['DESCRIBE', 'SELECT'] : ['SELECT'],
      ...(last !== undefined && { expires: `2026-01-0${last + 1}` }),
      because: 'access/x.yaml',
    }));
}

export type Drift =
  | { readonly kind: 'grant'; readonly to: number; readonly what: number; readonly isGrantable: boolean }
  | { readonly kind: 'revoke' | 'widen-filter' | 'drop-filter'; readonly at: number }
  | { readonly kind: 'recreate-table' | 'recreate-role' | 'make-role' | 'next-day' };

export const drift: fc.Arbitrary<Drift> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('grant' as const),
      to: fc.nat(2),
      what: fc.nat(6),
      isGrantable: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('revoke' as const, 'widen-filter' as const, 'drop-filter' as const),
      at: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'recreate-table' as const,
        'recreate-role' as const,
        'make-role' as const,
        'next-day' as const,
      ),
    }),
  },
);

const TABLE = { Table: { DatabaseName: AT.database, Name: AT.table } };
const columns = (...ColumnNames: string[]) => ({
  TableWithColumns: { DatabaseName: AT.database, Name: AT.table, ColumnNames },
});

/** What people grant in the console. */
const BY_HAND: readonly { readonly resource: Record<string, unknown>; readonly permissions: string[] }[] = [
  { resource: TABLE, permissions: ['SELECT'] },
  { resource: TABLE, permissions: ['ALL'] },
  { resource: TABLE, permissions: ['DROP', 'DESCRIBE'] },
  { resource: columns('id'), permissions: ['SELECT'] },
  { resource: columns('cost', 'operator'), permissions: ['SELECT'] },
  { resource: { Table: { DatabaseName: AT.database, TableWildcard: {} } }, permissions: ['SELECT'] },
  { resource: { Database: { Name: AT.database } }, permissions: ['CREATE_TABLE'] },
];

/** Does by hand what the comparison has to find; what Lake Formation refuses stays undone. */
export async function act(world: LakeWorld, one: Drift): Promise<void> {
  switch (one.kind) {
    case 'grant':
      return await unlessRefused(grantByHand(world, one));
    case 'revoke':
      return revokeByHand(world, one.at);
    case 'widen-filter':
    case 'drop-filter':
      return await unlessRefused(changeFilter(world, one));
    case 'recreate-table':
      await world.glue('admin', 'DeleteTable', { DatabaseName: AT.database, Name: AT.table });
      await world.glue('admin', 'CreateTable', { DatabaseName: AT.database, TableInput: STRIKES });
      return;
    case 'recreate-role':
      await iam(world, 'DeleteRolePolicy', { RoleName: 'guest', PolicyName: 'all' });
      await iam(world, 'DeleteRole', { RoleName: 'guest' });
      return await world.role('guest', INSIGHT);
    case 'make-role':
      return await unlessRefused(world.role('tomorrow', INSIGHT));
    case 'next-day':
      world.clock.now = new Date(world.clock.now.getTime() + 86_400_000);
  }
}

function grantByHand(world: LakeWorld, { to, what, isGrantable }: Drift & { readonly kind: 'grant' }) {
  const { resource, permissions } = BY_HAND[what] ?? { resource: TABLE, permissions: ['SELECT'] };
  return world.lake('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: READERS[to] },
    Resource: resource,
    Permissions: permissions,
    PermissionsWithGrantOption: isGrantable ? permissions : [],
  });
}

/** Grants vanish in ways of their own, for instance with the internal id of a role. */
function revokeByHand(world: LakeWorld, at: number): void {
  const { grants } = lakeStore(world.cloud);
  const held = grants.list(SCOPE);
  const [key] = held[at % Math.max(held.length, 1)] ?? [];
  if (key !== undefined) grants.delete(SCOPE, key);
}

async function changeFilter(world: LakeWorld, { kind, at }: Drift & { readonly at: number }): Promise<void> {
  const held = lakeStore(world.cloud).filters.list(SCOPE);
  const [, filter] = held[at % Math.max(held.length, 1)] ?? [];
  if (!filter) return;
  const name = { DatabaseName: AT.database, TableName: AT.table, Name: filter.name };
  if (kind === 'drop-filter') await world.lake('DeleteDataCellsFilter', name);
  else {
    const all = { ColumnWildcard: {}, RowFilter: { AllRowsWildcard: {} } };
    await world.lake('UpdateDataCellsFilter', { TableData: { ...name, ...all } });
  }
}

async function unlessRefused(call: Promise<unknown>): Promise<void> {
  await call.catch(() => undefined);
}

function iam(world: LakeWorld, operation: string, input: Record<string, unknown>) {
  const root = { ...caller('root', INSIGHT), principal: { kind: 'root' } } as const;
  return world.cloud.dispatch(root, 'iam', operation, input);
}
