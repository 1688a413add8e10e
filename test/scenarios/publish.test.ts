import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { history } from '../../cli/commands/history.ts';
import type { UpResult } from '../../cli/commands/up.ts';
import { s3Client, sfnClient } from '../../cli/mesh/clients.ts';
import { accountIn } from '../../cli/mesh/environment.ts';
import { landFiles } from '../../cli/mesh/land-files.ts';
import { findProduct } from '../../cli/mesh/find-product.ts';
import { renderStatus } from '../../cli/ui/status-table.ts';
import { bucketName, domainName, stateMachineArn } from '../../core/naming/names.ts';
import type { RunEvent } from '../../core/openlineage/run-event.ts';
import type { LedgerEntry } from '../../core/pipeline/ledger-entry.ts';
import { Store } from '../../sandbox/cloud/store.ts';
import type { MessageRecord } from '../../sandbox/services/sns/store.ts';
import { eventProblems } from '../core/openlineage/event-problems.ts';
import { copyMesh, edit, type OpenMesh, openMesh } from './open-mesh.ts';

const WORST_STATES = 'domains/insight/products/worst-states/damaging.sql';
const PRODUCTS = ['insight.strike-counts', 'insight.worst-states', 'safety.strikes'];

/** Synthesis, deployment and every product, on a machine that does other things too. */
const HOOK_MS = 180_000;
const copy = copyMesh();
let mesh: OpenMesh;
let first: UpResult;

beforeAll(async () => {
  mesh = await openMesh(copy.root);
  first = await mesh.up();
}, HOOK_MS);

afterAll(async () => {
  await mesh.close();
  copy.remove();
});

/** Runs on record by product. */
async function runsOnRecord(): Promise<Readonly<Record<string, number>>> {
  const project = await mesh.project();
  const counts = PRODUCTS.map(async (id) => {
    const runs = await history(project, mesh.connection, findProduct(project.mesh, id));
    return [id, runs.length] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Executions of safety.strikes that are under way. */
async function runningStrikes(): Promise<number> {
  const { mesh: model, environment } = await mesh.project();
  const product = findProduct(model, 'safety.strikes');
  const names = { mesh: model.name, environment: environment.name, region: environment.region };
  const account = accountIn(model, environment.name, product.domain);
  const client = await sfnClient(mesh.connection, mesh.sandbox.rootCredentials(account));
  const machine = stateMachineArn(names, account, product);
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: machine, statusFilter: 'RUNNING' }),
  );
  return executions.length;
}

const changedStacks = ({ stacks }: UpResult) =>
  stacks.filter(({ status }) => status !== 'unchanged').map(({ name, status }) => `${name} ${status}`);

const strikes = () =>
  mesh.rows('SELECT strike_id, damage FROM safety.strikes ORDER BY strike_id', 'safety-analyst');
const worst = () =>
  mesh.rows(
    'SELECT state, strikes, damaging_strikes FROM insight.worst_states ORDER BY state',
    'insight-analyst',
  );

describe('mesh up, again and again', () => {
  it('publishes every product, each after those that it reads', async () => {
    expect(first.ran).toEqual(PRODUCTS);
    expect(first.products.map(({ state, rows }) => [state, rows])).toEqual([
      ['published', 6],
      ['published', 4],
      ['published', 10],
    ]);
    expect(await runsOnRecord()).toEqual({
      'insight.strike-counts': 1,
      'insight.worst-states': 1,
      'safety.strikes': 1,
    });
    expect(await worst()).toEqual([
      ['Colorado', '1', '1'],
      ['New York', '4', '2'],
      ['Texas', '4', '1'],
      ['Washington', '1', '0'],
    ]);
  });

  it('does nothing when nothing changed', async () => {
    const again = await mesh.up();
    expect(again.ran).toEqual([]);
    expect(changedStacks(again)).toEqual([]);
    expect(again.products.map(({ snapshots }) => snapshots)).toEqual(
      first.products.map(({ snapshots }) => snapshots),
    );
  });

  it('runs just what depends on changed SQL', async () => {
    edit(copy.root, WORST_STATES, "<> 'None'", "IN ('Medium', 'Substantial')");
    const changed = await mesh.up();
    expect(changed.ran).toEqual(['insight.worst-states']);
    expect(changedStacks(changed)).toEqual(['wildlife-local-insight-worst-states-v1 updated']);
    expect(await runsOnRecord()).toEqual({
      'insight.strike-counts': 1,
      'insight.worst-states': 2,
      'safety.strikes': 1,
    });
    expect(await worst()).toEqual([
      ['Colorado', '1', '1'],
      ['New York', '4', '1'],
      ['Texas', '4', '0'],
      ['Washington', '1', '0'],
    ]);
  });

  it('refuses data that breaks the contract, says why, and keeps what readers had', async () => {
    const before = await strikes();
    edit(copy.root, 'landing/strikes.csv', 'Medium', 'Terrible');
    edit(
      copy.root,
      'landing/strikes.csv',
      '2001-06-17,LGA,New York,DELTA,None',
      '2001-06-17,LGA,New York,DELTA,Awful',
    );
    const { ran, products } = await mesh.up();
    expect(ran).toEqual(['safety.strikes']);
    expect(products.map(({ product, state }) => [product, state])).toEqual([
      ['insight.strike-counts', 'published'],
      ['insight.worst-states', 'published'],
      ['safety.strikes', 'refused'],
    ]);
    expect(await strikes()).toEqual(before);
    const status = await mesh.status();
    expect(shown(renderStatus(status.products, status.sweeps))).toMatchInlineSnapshot(`
      "   PRODUCT                VERSION  ROWS  PASSED  FAILED    AGE  PROMISE  SNAPSHOT               RUN
      ✓  insight.strike-counts  1.0.0       6       6       0  <age>        –  <snapshot> <time>
      ✓  insight.worst-states   1.0.0       4       7       0  <age>        –  <snapshot> <time>
      ✗  safety.strikes         1.0.0      10      10       1  <age>        –  <snapshot> <time>

      ✗ safety.strikes: the newest run was refused; readers keep the previous snapshot
          error the number of invalid values in damage is = 0: found 2, for example Awful · Terrible
          its rows: safety_staging.strikes_v1__strikes__<run>_1"
    `);
  });

  it('does not try again what would be refused again', async () => {
    expect((await mesh.up()).ran).toEqual([]);
  });

  it('publishes again when the data is mended', async () => {
    edit(copy.root, 'landing/strikes.csv', 'Terrible', 'Substantial');
    edit(copy.root, 'landing/strikes.csv', 'Awful', 'Minor');
    const { ran, products } = await mesh.up();
    expect(ran).toEqual(PRODUCTS);
    expect(new Set(products.map(({ state }) => state))).toEqual(new Set(['published']));
    expect((await strikes()).filter(([, damage]) => damage === 'Substantial')).toEqual([
      ['4', 'Substantial'],
      ['9', 'Substantial'],
    ]);
  });
});

describe('the record of the runs', () => {
  it('holds a ledger entry and valid OpenLineage events of every attempt', async () => {
    const entries = await auditObjects<LedgerEntry>('ledger/');
    const project = await mesh.project();
    const runs = await Promise.all(
      PRODUCTS.map((id) => history(project, mesh.connection, findProduct(project.mesh, id))),
    );
    const onRecord = runs.flat().map(({ run, attempt, status }) => `${run}-${attempt} ${status}`);
    expect(entries.map(({ run, attempt, status }) => `${run}-${attempt} ${status}`).toSorted()).toEqual(
      onRecord.toSorted(),
    );
    const events = await auditObjects<RunEvent>('lineage/');
    for (const event of events) expect(eventProblems(event)).toEqual([]);
    expect(events.filter(({ eventType }) => eventType === 'START')).toHaveLength(onRecord.length);
    expect(events.filter(({ eventType }) => eventType === 'COMPLETE')).toHaveLength(onRecord.length - 1);
  });

  it('says FAIL of the run that was refused, and what it found', async () => {
    const failed = (await auditObjects<RunEvent>('lineage/')).filter(({ eventType }) => eventType === 'FAIL');
    expect(failed.map(({ job }) => job.name)).toEqual(['safety.strikes.v1']);
    expect(JSON.stringify(failed[0]?.run.facets)).toContain('damage');
    const [refused] = (await auditObjects<LedgerEntry>('ledger/')).filter(
      ({ status }) => status === 'refused',
    );
    expect(refused?.findings.map(({ measured, examples }) => ({ measured, examples }))).toEqual([
      { measured: 2, examples: ['Awful', 'Terrible'] },
    ]);
  });
});

describe('a run that was cut short', () => {
  it('is run again, although nothing says so on record', async () => {
    edit(copy.root, 'landing/strikes.csv', '5,2001-03-02,LGA', '5,2001-03-02,JFK');
    const before = await runsOnRecord();
    const project = await mesh.project();
    await landFiles(mesh.connection, project);
    // The file's event starts an execution, which ends with the sandbox, as it would if the process were killed.
    await expect.poll(runningStrikes, { interval: 5, timeout: 20_000 }).toBeGreaterThan(0);
    await mesh.close();
    mesh = await openMesh(copy.root);
    const { ran, products } = await mesh.up();
    expect(ran).toEqual(PRODUCTS);
    expect(new Set(products.map(({ state }) => state))).toEqual(new Set(['published']));
    expect((await runsOnRecord())['safety.strikes']).toBeGreaterThan(before['safety.strikes'] ?? 0);
    expect(
      await mesh.rows("SELECT count(*) FROM safety.strikes WHERE airport = 'JFK'", 'safety-analyst'),
    ).toEqual([['3']]);
    expect((await mesh.up()).ran).toEqual([]);
  });
});

/** What changes from run to run is replaced by what it is. */
function shown(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\b\d{15,19} */g, '<snapshot> ')
    .replaceAll(/\d+ min/g, '<age>')
    .replaceAll(/ +\d+\.\d s/g, ' <time>')
    .replaceAll(/__[0-9a-f]{12}/g, '__<run>');
}

async function auditObjects<T>(Prefix: string): Promise<readonly T[]> {
  const { mesh: model, environment } = await mesh.project();
  const account = environment.platformAccount;
  const names = { mesh: model.name, environment: environment.name, region: environment.region };
  const Bucket = bucketName(names, 'platform', 'audit', account);
  const client = await s3Client(mesh.connection, mesh.sandbox.rootCredentials(account));
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const texts = Contents.map(async ({ Key }) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    // What lies below the prefix is written in this shape, and the test is about whether it is right.
    return JSON.parse((await Body?.transformToString()) ?? '') as T;
  });
  return await Promise.all(texts);
}

describe('what comes to nothing', () => {
  const lettersOf = async (queue: string): Promise<readonly unknown[]> => {
    const { clients, name } = await safety();
    const sqs = new SQSClient(clients);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name(queue) }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        // Looking at a letter leaves it where it is.
        VisibilityTimeout: 0,
      }),
    );
    sqs.destroy();
    return Messages.map(({ Body = '', MessageAttributes }) => ({ ...JSON.parse(Body), MessageAttributes }));
  };
  const safety = async () => {
    const { mesh: spec, environment } = await mesh.project();
    const account = accountIn(spec, environment.name, 'safety');
    const { endpoint, region, rootCredentials } = mesh.connection;
    return {
      clients: { endpoint, region, credentials: rootCredentials(account), maxAttempts: 1 },
      name: (of: string): string =>
        domainName({ mesh: spec.name, environment: environment.name, region }, 'safety', of),
    };
  };

  it('is kept in the domain’s queue when a rule’s target refuses an event', async () => {
    const { clients, name } = await safety();
    const RoleName = name('forwarder');
    const iam = new IAMClient(clients);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'forward' }));
    const events = new EventBridgeClient(clients);
    const Detail = JSON.stringify({ domain: 'safety', product: 'safety.nobody-reads-this' });
    const entry = { EventBusName: name('bus'), Source: 'freehold', DetailType: 'ProductPublished', Detail };
    await events.send(new PutEventsCommand({ Entries: [entry] }));
    await mesh.sandbox.idle();
    expect(await lettersOf('undelivered')).toContainEqual(
      expect.objectContaining({
        detail: expect.objectContaining({ product: 'safety.nobody-reads-this' }),
        MessageAttributes: expect.objectContaining({
          ERROR_CODE: { DataType: 'String', StringValue: 'AccessDeniedException' },
        }),
      }),
    );
  });

  it('is kept in the domain’s queue when a function fails that nobody waits for', async () => {
    const { clients, name } = await safety();
    const lambda = new LambdaClient(clients);
    const FunctionName = name('measure-slo');
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '"no object"' }));
    await mesh.sandbox.idle();
    expect(await lettersOf('failed')).toEqual([
      expect.objectContaining({
        requestPayload: 'no object',
        requestContext: expect.objectContaining({ condition: 'RetriesExhausted', approximateInvokeCount: 3 }),
      }),
    ]);
  });

  it('rings the domain’s alarms, which tell its topic', async () => {
    const { clients, name } = await safety();
    const cloudwatch = new CloudWatchClient(clients);
    const wanted = { StateValue: 'ALARM', AlarmNamePrefix: name('-') } as const;
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand(wanted));
    const ringing = ['failed-messages', 'function-errors', 'undelivered-messages'];
    const names = ringing.map((alarm) => name(`-${alarm}`));
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(expect.arrayContaining(names));
    const { alarms } = await mesh.status();
    expect(alarms.filter(({ domain }) => domain === 'safety').map((alarm) => alarm.name)).toEqual(
      expect.arrayContaining(names),
    );
    expect(shown(renderStatus([], [], alarms.slice(0, 1)))).toMatch(
      /! alarm \S+ since \d{4}-\d\d-\d\dT[\d:]{8}: \d of the last \d datapoints/,
    );
    // A topic is read by its subscribers; this one has none, so its messages are looked up.
    const store = new Store(join(copy.root, '.mesh/state.sqlite'));
    const [topic] = store
      .collection<readonly MessageRecord[]>('sns.messages')
      .listAll()
      .filter(({ key }) => key === name('alarms'));
    store.close();
    expect(topic?.value.map(({ message }) => JSON.parse(message).AlarmName)).toEqual(
      expect.arrayContaining(names),
    );
  });
});
