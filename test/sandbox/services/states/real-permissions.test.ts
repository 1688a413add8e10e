import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorize } from '../../../../sandbox/authorization/create-authorize.ts';
import { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../../sandbox/cloud/store.ts';
import { type Gateway, startGateway } from '../../../../sandbox/gateway/start-gateway.ts';
import { emitServiceEvent } from '../../../../sandbox/services/events/emit.ts';
import { createEventsService } from '../../../../sandbox/services/events/service.ts';
import { eventsStore } from '../../../../sandbox/services/events/store.ts';
import { iamService } from '../../../../sandbox/services/iam/service.ts';
import { createLambdaService } from '../../../../sandbox/services/lambda/service.ts';
import { logsService } from '../../../../sandbox/services/logs/service.ts';
import { s3Service } from '../../../../sandbox/services/s3/service.ts';
import { createStatesService } from '../../../../sandbox/services/states/service.ts';
import { statesStore } from '../../../../sandbox/services/states/store.ts';
import { stsService } from '../../../../sandbox/services/sts/service.ts';
import { findAccessKey } from '../../../../sandbox/services/sts/sessions.ts';
import { zip } from '../lambda/zip.ts';
import { ACCOUNT, REGION, ROOT, SCOPE } from '../test-cloud.ts';

const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:writer`;
const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:machine`;
const BUNDLE = `
  import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
  const s3 = new S3Client({});
  export const handler = async ({ key }) => {
    console.log('writing ' + key);
    await s3.send(new PutObjectCommand({ Bucket: 'bucket-of-test', Key: key, Body: 'hello' }));
    return await (await s3.send(new GetObjectCommand({ Bucket: 'bucket-of-test', Key: key }))).Body.transformToString();
  };`;

let cloud: Cloud;
let store: Store;
let gateway: Gateway;
let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'freehold-real-'));
  store = new Store(':memory:');
  cloud = new Cloud({ store, directory, clock: () => new Date(), authorize: createAuthorize() });
  for (const service of [iamService, stsService, s3Service, logsService]) cloud.register(service);
  for (const create of [createLambdaService, createStatesService, createEventsService]) {
    cloud.register(create(cloud));
  }
  gateway = await startGateway({ cloud, port: 0, findKey: (key) => findAccessKey(cloud, key) });
  await root('s3', 'CreateBucket', {
    Bucket: 'bucket-of-test',
    CreateBucketConfiguration: { LocationConstraint: REGION },
  });
  await root('s3', 'PutObject', {
    Bucket: 'bucket-of-test',
    Key: 'code.zip',
    Body: zip({ 'index.mjs': BUNDLE }),
  });
});

afterEach(async () => {
  for (const service of cloud.services()) await service.stop?.();
  await gateway.close();
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const root = (service: string, name: string, input: unknown) => cloud.dispatch(ROOT, service, name, input);

async function role(
  name: string,
  service: string,
  actions: Readonly<Record<string, string>>,
): Promise<string> {
  await root('iam', 'CreateRole', {
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        },
      ],
    }),
  });
  const Statement = Object.entries(actions).map(([Action, Resource]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  if (Statement.length > 0) {
    await root('iam', 'PutRolePolicy', { RoleName: name, PolicyName: 'p', PolicyDocument });
  }
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

async function pipeline(rights: {
  readonly writer: Readonly<Record<string, string>>;
  readonly machine: Readonly<Record<string, string>>;
}): Promise<void> {
  await root('lambda', 'CreateFunction', {
    FunctionName: 'writer',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 20,
    Role: await role('writer', 'lambda.amazonaws.com', rights.writer),
    Code: { S3Bucket: 'bucket-of-test', S3Key: 'code.zip' },
  });
  await root('states', 'CreateStateMachine', {
    name: 'machine',
    roleArn: await role('machine', 'states.amazonaws.com', rights.machine),
    definition: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Write',
      States: {
        Write: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: FUNCTION, Payload: { key: '{% $states.input.key %}' } },
          Output: '{% $states.result.Payload %}',
          End: true,
        },
      },
    }),
  });
  const Pattern = JSON.stringify({ source: ['aws.test'] });
  await root('events', 'PutRule', { Name: 'start', EventPattern: Pattern });
  const RoleArn = await role('starter', 'events.amazonaws.com', { 'states:StartExecution': MACHINE });
  await root('events', 'PutTargets', {
    Rule: 'start',
    Targets: [{ Id: 'm', Arn: MACHINE, RoleArn, InputPath: '$.detail' }],
  });
}

async function landed(key: string) {
  const detail = { key };
  emitServiceEvent(cloud, { ...SCOPE, source: 'aws.test', detailType: 'Landed', detail, resources: [] });
  for (let round = 0; round < 2; round += 1) {
    for (const service of cloud.services()) await service.idle?.();
  }
  return statesStore(cloud).executions.list(SCOPE)[0]?.[1];
}

const OBJECTS = 'arn:aws:s3:::bucket-of-test/*';
const INVOKE = { 'lambda:InvokeFunction': FUNCTION };

describe('an event that starts a machine that calls a function that uses S3', () => {
  it('succeeds with exactly the rights that it takes', async () => {
    await pipeline({
      writer: { 's3:PutObject': OBJECTS, 's3:GetObject': OBJECTS, 'logs:*': '*' },
      machine: INVOKE,
    });
    expect(await landed('a/b.txt')).toMatchObject({ status: 'SUCCEEDED', output: '"hello"' });
    const { events = [] } = Object(
      await root('logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/writer' }),
    );
    expect(JSON.stringify(events)).toContain('writing a/b.txt');
  });

  it('fails at the function’s call where its role may not make it', async () => {
    await pipeline({ writer: { 's3:GetObject': OBJECTS }, machine: INVOKE });
    const execution = await landed('a');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    expect(execution?.cause).toContain('not authorized to perform: s3:PutObject');
  });

  it('fails at the invocation where the machine’s role may not invoke', async () => {
    await pipeline({ writer: {}, machine: {} });
    const execution = await landed('a');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Lambda.AccessDeniedException' });
    expect(execution?.cause).toContain('assumed-role/machine/');
  });

  it('is a dead letter where the rule’s role may not start the machine', async () => {
    await pipeline({ writer: {}, machine: {} });
    await root('iam', 'DeleteRolePolicy', { RoleName: 'starter', PolicyName: 'p' });
    expect(await landed('a')).toBeUndefined();
    const [dead] = eventsStore(cloud).deadLetters.list(SCOPE);
    expect(dead?.[1].errorMessage).toContain('not authorized to perform: states:StartExecution');
  });
});
