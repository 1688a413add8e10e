import { describe, expect, it } from 'vitest';
import { resolveTableAccess } from '../../../../sandbox/services/lakeformation/resolve-table-access.ts';
import { arn, caller, INSIGHT, LakeWorld, OPERATIONS, refusal, TABLE } from '../../lake-world.ts';

const at = { DatabaseName: 'safety', Name: 'strikes' };
const columns = (...ColumnNames: string[]) => ({ TableWithColumns: { ...at, ColumnNames } });
const principal = (role: string, account = OPERATIONS) => ({
  DataLakePrincipalIdentifier: arn(role, account),
});

const ready = async () => await (await LakeWorld.create()).withTable();

async function listed(world: LakeWorld, input: object = {}, role = 'admin') {
  const { PrincipalResourcePermissions: list } = await world.lake<{
    PrincipalResourcePermissions: {
      Principal: { DataLakePrincipalIdentifier: string };
      Resource: object;
      Permissions: string[];
    }[];
  }>('ListPermissions', { ...input }, role);
  return list.map(({ Resource, Permissions }) => `${Object.keys(Resource)[0]} ${Permissions.join(',')}`);
}

const access = (world: LakeWorld, role: string, account = OPERATIONS) =>
  resolveTableAccess(world.cloud, caller(role, account), {
    catalogId: OPERATIONS,
    database: 'safety',
    table: 'strikes',
  });

describe('grants', () => {
  it('add up, are listed as Lake Formation lists them, and are revoked one by one', async () => {
    const world = await ready();
    await world.grant('reader', TABLE, ['SELECT', 'DESCRIBE']);
    await world.grant('reader', TABLE, ['ALTER']);
    expect(await listed(world)).toEqual(['Table DESCRIBE,ALTER', 'TableWithColumns SELECT']);
    const revoke = (Permissions: string[]) =>
      world.lake('RevokePermissions', { Principal: principal('reader'), Resource: TABLE, Permissions });
    await revoke(['SELECT', 'ALTER']);
    expect(await listed(world)).toEqual(['Table DESCRIBE']);
    expect(await refusal(revoke(['SELECT']))).toContain(
      'No permissions revoked. Grantee does not have: [SELECT]',
    );
  });

  it('on columns add up, and exclude SELECT on the table', async () => {
    const world = await ready();
    await world.grant('reader', columns('id'), ['SELECT']);
    await world.grant('reader', columns('state'), ['SELECT']);
    expect(access(world, 'reader')).toMatchObject({ columns: [{ name: 'id' }, { name: 'state' }] });
    expect(await refusal(world.grant('reader', TABLE, ['SELECT']))).toContain(
      'Permissions modification is invalid',
    );
    await world.grant('reader', TABLE, ['DESCRIBE']);
    const one = { Principal: principal('reader'), Resource: columns('id'), Permissions: ['SELECT'] };
    await world.lake('RevokePermissions', one);
    expect(access(world, 'reader')).toMatchObject({ columns: [{ name: 'state' }] });
  });

  it.each([
    ['a role that does not exist', { principal: arn('nobody') }, 'Invalid principal'],
    ['an account', { principal: INSIGHT }, 'Invalid principal'],
    [
      'a table that does not exist',
      { resource: { Table: { ...at, Name: 'gone' } } },
      'EntityNotFoundException',
    ],
    ['a column that does not exist', { resource: columns('gone') }, 'Column gone does not exist'],
    [
      'a filter that does not exist',
      { resource: { DataCellsFilter: { DatabaseName: 'safety', TableName: 'strikes', Name: 'f' } } },
      'EntityNotFoundException',
    ],
    [
      'a location that is not registered',
      {
        resource: { DataLocation: { ResourceArn: 'arn:aws:s3:::x' } },
        permissions: ['DATA_LOCATION_ACCESS'],
      },
      'is not registered',
    ],
    [
      'a tag that does not exist',
      {
        resource: { LFTagPolicy: { ResourceType: 'TABLE', Expression: [{ TagKey: 'a', TagValues: ['b'] }] } },
      },
      'does not exist',
    ],
    ['a permission of another kind', { permissions: ['CREATE_TABLE'] }, 'is not valid for a table resource'],
    [
      'another account’s catalog',
      { resource: { Table: { ...at, CatalogId: INSIGHT } } },
      'Resource does not exist or requester is not authorized',
    ],
    [
      'everybody, on all tables',
      {
        principal: 'IAM_ALLOWED_PRINCIPALS',
        resource: { Table: { DatabaseName: 'safety', TableWildcard: {} } },
      },
      'Grant on table wildcard is not allowed',
    ],
    ['two resources', { resource: { ...TABLE, Database: { Name: 'safety' } } }, 'exactly one kind'],
  ])(
    'to or on %s are refused',
    async (_name, of: { principal?: string; resource?: object; permissions?: string[] }, message) => {
      const world = await ready();
      const call = world.lake('GrantPermissions', {
        Principal: { DataLakePrincipalIdentifier: of.principal ?? arn('reader') },
        Resource: of.resource ?? TABLE,
        Permissions: of.permissions ?? ['SELECT'],
      });
      expect(await refusal(call)).toContain(message);
    },
  );

  it('need an administrator, the creator or the grant option', async () => {
    const world = await ready();
    const byMaker = (Permissions: string[]) =>
      world.lake(
        'GrantPermissions',
        { Principal: principal('reader'), Resource: TABLE, Permissions },
        'maker',
      );
    expect(await refusal(byMaker(['SELECT']))).toBe(
      'AccessDeniedException: Resource does not exist or requester is not authorized to access requested permissions.',
    );
    await world.grant('maker', TABLE, ['SELECT', 'ALTER'], { grantable: ['SELECT'] });
    expect(await refusal(byMaker(['ALTER']))).toContain('requester is not authorized');
    await byMaker(['SELECT']);
  });

  it('in batches fail one by one, and not more than twenty at once', async () => {
    const world = await ready();
    const entry = (Id: string, role: string) => ({
      Id,
      Principal: principal(role),
      Resource: TABLE,
      Permissions: ['SELECT'],
    });
    const { Failures } = await world.lake<{ Failures: unknown[] }>('BatchGrantPermissions', {
      Entries: [entry('1', 'reader'), entry('2', 'nobody')],
    });
    expect(Failures).toMatchObject([
      { RequestEntry: { Id: '2' }, Error: { ErrorCode: 'InvalidInputException' } },
    ]);
    expect(access(world, 'reader').kind).toBe('allowed');
    const many = Array.from({ length: 21 }, (_, index) => entry(String(index), 'reader'));
    expect(await refusal(world.lake('BatchGrantPermissions', { Entries: many }))).toContain(
      'at most 20 entries',
    );
    const revoked = await world.lake('BatchRevokePermissions', {
      Entries: [entry('1', 'reader'), entry('2', 'maker')],
    });
    expect(revoked).toMatchObject({ Failures: [{ RequestEntry: { Id: '2' } }] });
  });

  it('are listed page by page, by principal, and only their own to others', async () => {
    const world = await ready();
    await world.grant('reader', TABLE, ['SELECT']);
    await world.grant('maker', TABLE, ['DESCRIBE']);
    expect(await listed(world, { Principal: principal('maker') })).toEqual(['Table DESCRIBE']);
    expect(await listed(world, { Resource: { Database: { Name: 'safety' } } })).toEqual([]);
    expect(await listed(world, {}, 'reader')).toEqual(['TableWithColumns SELECT']);
    expect(await world.lake('ListPermissions', { MaxResults: 1 })).toMatchObject({ NextToken: '1' });
  });
});

describe('filters', () => {
  const data = (RowFilter: object, more: object = {}) => ({
    TableData: {
      DatabaseName: 'safety',
      TableName: 'strikes',
      Name: 'tx',
      ColumnNames: ['id', 'state'],
      RowFilter,
      ...more,
    },
  });
  const texas = data({ FilterExpression: "state = 'TX'" });
  const onTexas = { DataCellsFilter: { DatabaseName: 'safety', TableName: 'strikes', Name: 'tx' } };

  it('open rows and columns to another account’s role', async () => {
    const world = await ready();
    await world.lake('CreateDataCellsFilter', texas);
    await world.grant('guest', onTexas, ['SELECT'], { account: INSIGHT });
    expect(access(world, 'guest', INSIGHT)).toMatchObject({
      kind: 'allowed',
      columns: [
        { name: 'id', when: null },
        { name: 'state', when: null },
      ],
      rows: { kind: 'compare', column: ['state'] },
    });
    expect(await world.lake('ListDataCellsFilter', {})).toMatchObject({
      DataCellsFilters: [
        { Name: 'tx', ColumnNames: ['id', 'state'], RowFilter: { FilterExpression: "state = 'TX'" } },
      ],
    });
  });

  it('take their grants with them', async () => {
    const world = await ready();
    await world.lake('CreateDataCellsFilter', texas);
    expect(await refusal(world.lake('CreateDataCellsFilter', texas))).toContain('AlreadyExistsException');
    await world.grant('reader', onTexas, ['SELECT']);
    await world.lake('DeleteDataCellsFilter', { DatabaseName: 'safety', TableName: 'strikes', Name: 'tx' });
    await world.lake('CreateDataCellsFilter', data({ AllRowsWildcard: {} }));
    expect(access(world, 'reader').kind).toBe('denied');
  });

  it.each([
    ['a function', data({ FilterExpression: "lower(state) = 'tx'" }), 'function lower() is not supported'],
    [
      'another column',
      data({ FilterExpression: 'state = operator' }),
      'a column is compared with constants only',
    ],
    [
      'a type that does not fit',
      data({ FilterExpression: "cost = 'much'" }),
      'the filter compares it with a string',
    ],
    ['no rows', data({}), 'RowFilter needs'],
    ['both kinds of columns', data({ AllRowsWildcard: {} }, { ColumnWildcard: {} }), 'not both'],
    ['a column that does not exist', data({ AllRowsWildcard: {} }, { ColumnNames: ['gone'] }), 'Column gone'],
  ])('with %s are refused', async (_name, input, message) => {
    expect(await refusal((await ready()).lake('CreateDataCellsFilter', input))).toContain(message);
  });

  it('are not everybody’s to make', async () => {
    expect(await refusal((await ready()).lake('CreateDataCellsFilter', texas, 'reader'))).toContain(
      'not authorized',
    );
  });
});

describe('LF-Tags', () => {
  const domain = { TagKey: 'Domain', TagValues: ['Safety', 'other'] };
  const tag = (value: string) => [{ TagKey: 'domain', TagValues: [value] }];
  const policy = { LFTagPolicy: { ResourceType: 'TABLE', Expression: tag('safety') } };

  it('are kept in lower case, inherited, and open what they match', async () => {
    const world = await ready();
    await world.lake('CreateLFTag', domain);
    expect(await world.lake('GetLFTag', { TagKey: 'domain' })).toMatchObject({
      TagValues: ['safety', 'other'],
    });
    await world.lake('AddLFTagsToResource', {
      Resource: { Database: { Name: 'safety' } },
      LFTags: tag('Safety'),
    });
    await world.lake('AddLFTagsToResource', { Resource: columns('cost'), LFTags: tag('other') });
    await world.grant('reader', policy, ['SELECT', 'DESCRIBE']);
    expect(access(world, 'reader')).toMatchObject({
      columns: [{ name: 'id' }, { name: 'state' }, { name: 'operator' }],
    });
    expect(await world.lake('GetResourceLFTags', { Resource: TABLE })).toMatchObject({
      LFTagOnDatabase: [{ TagKey: 'domain', TagValues: ['safety'] }],
      LFTagsOnTable: [{ TagValues: ['safety'] }],
      LFTagsOnColumns: [
        { Name: 'id' },
        { Name: 'state' },
        { Name: 'operator' },
        { Name: 'cost', LFTags: [{ TagValues: ['other'] }] },
      ],
    });
    await world.lake('RemoveLFTagsFromResource', { Resource: columns('cost'), LFTags: tag('other') });
    expect(access(world, 'reader')).toMatchObject({ columns: { length: 4 } });
  });

  it('report each tag that cannot be put', async () => {
    const world = await ready();
    await world.lake('CreateLFTag', domain);
    const LFTags = [
      ...tag('nowhere'),
      ...tag('safety'),
      { TagKey: 'domain', TagValues: ['safety', 'other'] },
    ];
    const { Failures } = await world.lake<{ Failures: unknown[] }>('AddLFTagsToResource', {
      Resource: TABLE,
      LFTags,
    });
    expect(Failures).toMatchObject([
      { Error: { ErrorCode: 'EntityNotFoundException' } },
      { Error: { ErrorMessage: 'an object has exactly one value per tag key' } },
    ]);
  });

  it('lose only values that nothing carries', async () => {
    const world = await ready();
    await world.lake('CreateLFTag', domain);
    await world.lake('AddLFTagsToResource', { Resource: TABLE, LFTags: tag('safety') });
    const drop = (value: string) =>
      world.lake('UpdateLFTag', { TagKey: 'domain', TagValuesToDelete: [value] });
    expect(await refusal(drop('safety'))).toContain('Update not allowed');
    await drop('other');
    await world.lake('DeleteLFTag', { TagKey: 'domain' });
    expect(await world.lake('GetResourceLFTags', { Resource: TABLE })).toMatchObject({ LFTagsOnTable: [] });
    expect(await refusal(world.lake('GetLFTag', { TagKey: 'domain' }))).toContain('EntityNotFoundException');
  });
});

describe('settings and locations', () => {
  it('refuse administrators that do not exist, and what the sandbox does not model', async () => {
    const world = await LakeWorld.create();
    const put = (DataLakeSettings: object) =>
      refusal(world.lake('PutDataLakeSettings', { DataLakeSettings }));
    expect(await put({ DataLakeAdmins: [principal('gone')] })).toContain('Invalid principal');
    expect(await put({ AllowExternalDataFiltering: true })).toContain(
      'does not support AllowExternalDataFiltering',
    );
    expect(await put({ TrustedResourceOwners: ['222222222222'] })).toContain(
      'does not support TrustedResourceOwners',
    );
    expect(await put({ ReadOnlyAdmins: [principal('gone')] })).toContain('Invalid principal');
    const eleven = Array.from({ length: 11 }, (_, index) => principal(`one-${index}`));
    expect(await put({ ReadOnlyAdmins: eleven })).toContain('at most 10 read-only administrators');
    expect(await world.lake('GetDataLakeSettings', {})).toMatchObject({
      DataLakeSettings: { DataLakeAdmins: [principal('admin')], CreateTableDefaultPermissions: [] },
    });
  });

  it('let a read-only administrator see everything, and change and read nothing', async () => {
    const world = await ready();
    await world.grant('maker', TABLE, ['SELECT']);
    const { DataLakeSettings } = await world.lake<{ DataLakeSettings: object }>('GetDataLakeSettings', {});
    const settings = { ...DataLakeSettings, ReadOnlyAdmins: [principal('reader')] };
    await world.lake('PutDataLakeSettings', { DataLakeSettings: settings });
    expect(await listed(world, {}, 'reader')).toEqual(await listed(world));
    expect(await listed(world, {}, 'reader')).toHaveLength(1);
    expect(await world.lake('GetResourceLFTags', { Resource: TABLE }, 'reader')).toBeDefined();
    expect(access(world, 'reader')).toMatchObject({ kind: 'denied', required: 'Select' });
    const grant = { Principal: principal('reader'), Resource: TABLE, Permissions: ['SELECT'] };
    expect(await refusal(world.lake('GrantPermissions', grant, 'reader'))).toContain('AccessDenied');
    const tags = { Resource: TABLE, LFTags: [{ TagKey: 'domain', TagValues: ['safety'] }] };
    expect(await refusal(world.lake('AddLFTagsToResource', tags, 'reader'))).toContain('AccessDenied');
  });

  it('register a location once, with a role of its own', async () => {
    const world = await LakeWorld.create();
    const location = { ResourceArn: 'arn:aws:s3:::lake/', RoleArn: arn('vendor') };
    await world.lake('RegisterResource', location);
    expect(await refusal(world.lake('RegisterResource', location))).toContain('AlreadyExistsException');
    expect(await world.lake('DescribeResource', { ResourceArn: 'arn:aws:s3:::lake' })).toMatchObject({
      ResourceInfo: { RoleArn: arn('vendor') },
    });
    expect(
      await refusal(
        world.lake('RegisterResource', {
          ...location,
          ResourceArn: 'arn:aws:s3:::b',
          HybridAccessEnabled: true,
        }),
      ),
    ).toContain('hybrid access');
    expect(
      await refusal(
        world.lake('RegisterResource', { ResourceArn: 'arn:aws:s3:::b', UseServiceLinkedRole: true }),
      ),
    ).toContain('give RoleArn');
    await world.lake('DeregisterResource', { ResourceArn: 'arn:aws:s3:::lake' });
    expect(await world.lake('ListResources', {})).toEqual({ ResourceInfoList: [] });
  });

  it('need IAM as everything does', async () => {
    const world = await LakeWorld.create();
    await world.role('outsider', OPERATIONS, { Action: 'glue:*', Resource: '*' });
    expect(await refusal(world.lake('ListPermissions', {}, 'outsider'))).toContain(
      'lakeformation:ListPermissions',
    );
  });
});
