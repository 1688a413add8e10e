import type { Table } from '@aws-sdk/client-glue';
import { describe, expect, it } from 'vitest';
import { arn, caller, INSIGHT, LakeWorld, OPERATIONS, refusal, TABLE } from '../../lake-world.ts';

const at = { DatabaseName: 'safety', Name: 'strikes' };
const columnsOf = ({ Table: table }: { Table: Table }) =>
  table.StorageDescriptor?.Columns?.map(({ Name }) => Name);
const getTable = (world: LakeWorld, role: string, account?: string, database = 'safety') =>
  world.glue<{ Table: Table }>(role, 'GetTable', { ...at, DatabaseName: database }, account);

describe('resource links', () => {
  async function linked() {
    const world = await (await LakeWorld.create()).withTable();
    const TargetDatabase = { CatalogId: OPERATIONS, DatabaseName: 'safety' };
    await world.glue(
      'guest',
      'CreateDatabase',
      { DatabaseInput: { Name: 'safety', TargetDatabase } },
      INSIGHT,
    );
    return world;
  }

  it('show the target, to who holds a grant on it', async () => {
    const world = await linked();
    expect(await refusal(getTable(world, 'guest', INSIGHT))).toContain('AccessDeniedException');
    await world.grant('guest', { TableWithColumns: { ...at, ColumnNames: ['id'] } }, ['SELECT'], {
      account: INSIGHT,
    });
    const found = await getTable(world, 'guest', INSIGHT);
    expect(columnsOf(found)).toEqual(['id']);
    expect(found.Table).toMatchObject({ CatalogId: OPERATIONS, DatabaseName: 'safety' });
    expect(await world.glue('guest', 'GetTables', { DatabaseName: 'safety' }, INSIGHT)).toMatchObject({
      TableList: [{ Name: 'strikes' }],
    });
  });

  it('must be described to be followed', async () => {
    const world = await (await LakeWorld.create()).withTable();
    await world.role('colleague', INSIGHT);
    const admin = { DataLakePrincipalIdentifier: arn('guest', INSIGHT) };
    const inInsight = (operation: string, input: object) =>
      world.cloud.dispatch(caller('guest', INSIGHT), 'lakeformation', operation, input);
    await inInsight('PutDataLakeSettings', { DataLakeSettings: { DataLakeAdmins: [admin] } });
    const TargetDatabase = { CatalogId: OPERATIONS, DatabaseName: 'safety' };
    await world.glue('guest', 'CreateDatabase', { DatabaseInput: { Name: 'link', TargetDatabase } }, INSIGHT);
    await world.grant('colleague', TABLE, ['SELECT'], { account: INSIGHT });
    expect(await refusal(getTable(world, 'colleague', INSIGHT, 'link'))).toContain(
      'Required Describe on link',
    );
    await inInsight('GrantPermissions', {
      Principal: { DataLakePrincipalIdentifier: arn('colleague', INSIGHT) },
      Resource: { Database: { Name: 'link' } },
      Permissions: ['DESCRIBE'],
    });
    expect(columnsOf(await getTable(world, 'colleague', INSIGHT, 'link'))).toHaveLength(4);
  });

  it('are not followed by writes', async () => {
    const world = await linked();
    expect(
      await refusal(
        world.glue('guest', 'CreateTable', { DatabaseName: 'safety', TableInput: { Name: 'x' } }, INSIGHT),
      ),
    ).toContain('is a resource link');
  });
});

describe('a resource link that leads nowhere', () => {
  const linkTo = async (world: LakeWorld, DatabaseName: string) => {
    const TargetDatabase = { CatalogId: OPERATIONS, DatabaseName };
    await world.glue('guest', 'CreateDatabase', { DatabaseInput: { Name: 'link', TargetDatabase } }, INSIGHT);
  };
  const listed = async (world: LakeWorld) =>
    await refusal(world.glue('guest', 'GetTables', { DatabaseName: 'link' }, INSIGHT));

  it('is listed, and refuses whoever lists its tables, when nothing is shared', async () => {
    const world = await (await LakeWorld.create()).withTable();
    await linkTo(world, 'safety');
    expect(await listed(world)).toContain('AccessDeniedException');
    await world.grant('guest', TABLE, ['DESCRIBE'], { account: INSIGHT });
    expect(await listed(world)).toBe('it did not fail');
    await world.lake('RevokePermissions', {
      Principal: { DataLakePrincipalIdentifier: arn('guest', INSIGHT) },
      Resource: TABLE,
      Permissions: ['DESCRIBE'],
    });
    expect(await listed(world)).toContain('AccessDeniedException');
    expect(await world.glue('guest', 'GetDatabases', {}, INSIGHT)).toMatchObject({
      DatabaseList: [{ Name: 'link', TargetDatabase: { DatabaseName: 'safety' } }],
    });
  });

  it('refuses when other databases of the account are shared, and this one is not or is gone', async () => {
    const world = await (await LakeWorld.create()).withTable();
    await world.grant('guest', TABLE, ['DESCRIBE'], { account: INSIGHT });
    await linkTo(world, 'secret');
    expect(await listed(world)).toContain('EntityNotFoundException: Database secret not found');
    await world.glue('admin', 'CreateDatabase', { DatabaseInput: { Name: 'secret' } });
    expect(await listed(world)).toContain('Required Describe on secret');
  });
});
