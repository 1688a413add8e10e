import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve } from '../../cli/commands/approve.ts';
import { endAccess } from '../../cli/commands/end-access.ts';
import { type AccessRequest, request } from '../../cli/commands/request.ts';
import { findPrincipal } from '../../cli/mesh/principal.ts';
import { runNamespaceSchedules } from '../../cli/mesh/schedules.ts';
import { copyMesh, type OpenMesh, openMesh } from './open-mesh.ts';

const HOOK_MS = 180_000;
const DAY_MS = 86_400_000;
const READER = 'airports-analyst';
const copy = copyMesh();
/** How far the cloud's clock is ahead of the machine's. */
let aheadMs = 0;
let mesh: OpenMesh;

beforeAll(async () => {
  const domain = join(copy.root, 'domains/airports');
  mkdirSync(domain, { recursive: true });
  writeFileSync(
    join(domain, 'domain.yaml'),
    [
      'title: Airports',
      'description: Those who run the airports, and who read what others publish.',
      'owner: { team: airports-team, email: airports-team@example.com }',
      '',
    ].join('\n'),
  );
  mesh = await openMesh(copy.root, () => new Date(Date.now() + aheadMs));
  await mesh.up();
}, HOOK_MS);

afterAll(async () => {
  await mesh.close();
  copy.remove();
});

const ask = (more: Partial<AccessRequest> = {}) =>
  request(copy.root, {
    table: 'safety.strikes',
    consumer: 'airports',
    roles: ['analyst'],
    columns: ['strike_id', 'airport', 'state'],
    purpose: 'Where wildlife management should begin.',
    days: 30,
    by: 'ada@example.com',
    replaces: false,
    now: new Date(),
    ...more,
  });

const named = () => ({
  target: 'safety.strikes',
  consumer: 'airports',
  directory: copy.root,
  now: new Date(),
});

const decide = async (...people: readonly string[]) => {
  let state = '';
  for (const by of people) {
    const approved = await approve(copy.root, { ...named(), by });
    if (approved.kind === 'refused') throw new Error(JSON.stringify(approved));
    state = approved.subscription.state;
  }
  return state;
};

const read = (sql = 'SELECT * FROM safety.strikes ORDER BY strike_id') => mesh.rows(sql, READER);

const databases = async () => (await mesh.rows('SHOW DATABASES', READER)).flat();

/** What a tool meets that lists the tables of every database that there is. */
const browse = async () => {
  const tables: string[] = [];
  for (const database of await databases()) {
    for (const [table] of await mesh.rows(`SHOW TABLES IN ${database}`, READER))
      tables.push(`${database}.${table}`);
  }
  return tables;
};

const sweep = async () => {
  const { mesh: model, environment } = await mesh.project();
  await runNamespaceSchedules(mesh.sandbox, model, environment);
};

const accountOf = async (domain: string) =>
  findPrincipal((await mesh.project()).mesh, 'local', `${domain}-analyst`).account;

async function overdueAlarm(domain: string): Promise<string | undefined> {
  const credentials = mesh.sandbox.rootCredentials(await accountOf(domain));
  const client = new CloudWatchClient({ endpoint: mesh.sandbox.endpoint, region: 'eu-west-1', credentials });
  const AlarmNames = [`wildlife-local-${domain}--access-overdue`];
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms?.[0]?.StateValue;
}

/** Each step goes on from the one before it. */
describe('the life of a subscription, across three accounts', () => {
  it('begins with nothing: the table is refused and its database is not there', async () => {
    const accounts = await Promise.all(['safety', 'insight', 'airports'].map(accountOf));
    expect(new Set(accounts).size).toBe(3);
    await expect(read()).rejects.toThrow(/does not exist|not authorized|permission/i);
    expect(await browse()).toEqual([]);
  });

  it(
    'is asked for and denied, and grants nothing, deployed or not',
    async () => {
      const asked = await ask({ columns: [], purpose: 'To have a look.' });
      expect(asked).toMatchObject({ kind: 'asked', subscription: { state: 'pending' } });
      await mesh.up();
      await expect(read()).rejects.toThrow(/does not exist|not authorized|permission/i);
      const denied = await endAccess(copy.root, {
        ...named(),
        as: 'denied',
        by: 'safety-team@example.com',
        reason: 'Ask for the columns that you need.',
      });
      expect(denied).toMatchObject({ product: 'safety.strikes', isUnchanged: false });
      await mesh.up();
      await expect(read()).rejects.toThrow(/does not exist|not authorized|permission/i);
      expect(await browse()).toEqual([]);
    },
    HOOK_MS,
  );

  it(
    'is asked for again and approved, and reads these columns and no other',
    async () => {
      expect(await ask()).toMatchObject({ kind: 'asked', subscription: { state: 'pending' } });
      expect(await decide('safety-team@example.com', 'second@example.com')).toBe('live');
      await expect(read()).rejects.toThrow(/does not exist|not authorized|permission/i);
      await mesh.up();
      const rows = await read();
      expect(rows).toHaveLength(10);
      expect(rows[0]).toHaveLength(3);
      await expect(read('SELECT operator FROM safety.strikes')).rejects.toThrow('COLUMN_NOT_FOUND');
      expect(await browse()).toEqual(['safety.strikes_v1']);
      expect(await mesh.rows('SELECT count(*) FROM safety.strikes', 'insight-analyst')).toEqual([['10']]);
    },
    HOOK_MS,
  );

  it(
    'is narrowed to some rows, without a deployment of the other consumer',
    async () => {
      expect(await ask({ rows: "state = 'Texas'", replaces: true })).toMatchObject({ kind: 'asked' });
      expect(await decide('safety-team@example.com', 'second@example.com')).toBe('live');
      await mesh.up();
      expect(await read('SELECT DISTINCT state FROM safety.strikes')).toEqual([['Texas']]);
      expect(await read('SELECT count(*) FROM safety.strikes')).toEqual([['4']]);
      expect(await mesh.rows('SELECT count(*) FROM safety.strikes', 'insight-analyst')).toEqual([['10']]);
    },
    HOOK_MS,
  );

  it(
    'lasts through its last day',
    async () => {
      aheadMs = 30 * DAY_MS;
      expect(await overdueAlarm('safety')).toBe('ALARM');
      await sweep();
      expect(await overdueAlarm('safety')).toBe('OK');
      expect(await read('SELECT count(*) FROM safety.strikes')).toEqual([['4']]);
    },
    HOOK_MS,
  );

  it(
    'ends with the first sweep of the day after, for the next query, and its link with it',
    async () => {
      aheadMs = 31 * DAY_MS;
      await sweep();
      await expect(read()).rejects.toThrow(/does not exist|not authorized|permission/i);
      const { sweeps } = await mesh.status();
      expect(sweeps.find(({ domain }) => domain === 'safety')).toMatchObject({
        outcome: 'repaired',
        overdue: 0,
        revoked: [expect.stringContaining('(expired)'), expect.stringContaining('(expired)')],
      });
      expect(await mesh.rows('SELECT count(*) FROM safety.strikes', 'insight-analyst')).toEqual([['10']]);
      // The consumer is swept when it is its turn, before or after the producer.
      await sweep();
      expect(await browse()).toEqual([]);
      expect(await overdueAlarm('safety')).toBe('OK');
    },
    HOOK_MS,
  );

  it(
    'leaves nothing to repair',
    async () => {
      await sweep();
      const { sweeps } = await mesh.status();
      expect(sweeps.map(({ outcome }) => outcome)).toEqual(['clean', 'clean', 'clean']);
    },
    HOOK_MS,
  );
});
