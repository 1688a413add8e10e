import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientEnvironment } from '../../cli/mesh/client-environment.ts';
import type { Credentials } from '../../cli/mesh/clients.ts';
import { openSandbox, type Sandbox } from '../../sandbox/index.ts';
import { EXIT } from '../../cli/ui/exit-codes.ts';
import { runMesh } from './run-mesh.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/minimal');
const PLATFORM = '111111111111';
const SHOP = '222222222222';
const REGION = 'eu-west-1';

let root: string;
let sandbox: Sandbox;

/** The sandbox plays AWS: the command knows nothing of it but the caller's environment. */
const meshAs = async (credentials: Credentials, ...argv: readonly string[]) => {
  const access = { endpoint: sandbox.endpoint, region: REGION, credentials, stateDirectory: root };
  return await runMesh(root, [...argv, '--environment', 'prod'], clientEnvironment(access));
};
const operator = (): Credentials => sandbox.rootCredentials(PLATFORM);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'freehold-elsewhere-'));
  cpSync(EXAMPLE, root, { recursive: true, filter: (path) => !path.includes('.mesh') });
  edit('mesh.yaml', (text) =>
    text.replace('landing:', `  prod:\n    region: ${REGION}\n    platformAccount: "${PLATFORM}"\nlanding:`),
  );
  edit('domains/shop/domain.yaml', (text) => `${text}accounts:\n  prod: "${SHOP}"\n`);
  sandbox = await openSandbox({ directory: join(root, 'elsewhere') });
  await sandbox.bootstrap({ account: PLATFORM, region: REGION }, {});
});

afterAll(async () => {
  await sandbox.close();
  rmSync(root, { recursive: true, force: true });
});

function edit(file: string, change: (text: string) => string): void {
  const path = join(root, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Somebody in the platform's account who may assume the lookup roles and nothing else, as a CI that only plans. */
async function viewer(): Promise<Credentials> {
  const config = { endpoint: sandbox.endpoint, region: REGION, credentials: operator() };
  const policy = (statement: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const iam = new IAMClient(config);
  const trust = { Principal: { AWS: `arn:aws:iam::${PLATFORM}:root` }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName: 'viewer', AssumeRolePolicyDocument: policy(trust) }));
  const lookups = [PLATFORM, SHOP].map(
    (account) => `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-${REGION}`,
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'viewer',
      PolicyName: 'look',
      PolicyDocument: policy({ Action: 'sts:AssumeRole', Resource: lookups }),
    }),
  );
  const { Credentials: session } = await new STSClient(config).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${PLATFORM}:role/viewer`, RoleSessionName: 'ci' }),
  );
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
}

describe('an environment that is not the sandbox’s', () => {
  it('is looked at by the doctor, who finds an account that is not bootstrapped', async () => {
    const { code, stdout } = await meshAs(operator(), 'doctor', '--json');
    expect(code).toBe(EXIT.checkFailed);
    const { places } = JSON.parse(stdout).data;
    expect(places.at(-1)).toMatchObject({
      place: `account ${SHOP} (shop)`,
      findings: [
        { check: 'bootstrap', health: 'problem' },
        { check: 'account', health: 'unknown' },
      ],
    });
  });

  it('is deployed by whoever calls, and then is well', async () => {
    await sandbox.bootstrap({ account: SHOP, region: REGION }, { trust: [PLATFORM] });
    const deployed = await meshAs(operator(), 'deploy', '--yes');
    expect(deployed.stdout).toBe(
      'deployed 5 of 5 stacks (0.0 s); next: bin/mesh doctor --environment prod\n',
    );
    const doctor = await meshAs(operator(), 'doctor');
    expect(doctor.code).toBe(EXIT.ok);
    expect(doctor.stdout).toContain('! CloudFormation may do everything here (AdministratorAccess)');
  });

  it('is planned, and not deployed, by who may only assume the lookup roles', async () => {
    const credentials = await viewer();
    expect((await meshAs(credentials, 'plan')).stdout).toContain('no changes in 5 stacks');
    edit('domains/shop/domain.yaml', (text) => text.replace('title: Shop', 'title: The shop'));
    edit('domains/shop/products/orders/contract.yaml', (text) => text.replace('1.0.0', '1.0.1'));
    const planned = await meshAs(credentials, 'plan', '--detailed-exitcode');
    expect(planned.code).toBe(EXIT.hasChanges);
    const refused = await meshAs(credentials, 'deploy', '--yes');
    expect(refused.code).toBe(EXIT.cloud);
    expect(refused.stderr).toContain('error[DeployFailed]');
    expect((await meshAs(operator(), 'plan', '--detailed-exitcode')).code).toBe(EXIT.hasChanges);
  });

  it('needs somebody: without credentials the command says how to sign in', async () => {
    const { code, stderr } = await meshAs({ accessKeyId: '', secretAccessKey: '' }, 'destroy');
    expect(code).toBe(EXIT.cloud);
    expect(stderr).toContain('error[CloudUnreachable]');
    expect(stderr).toContain('sign in as the AWS CLI does');
  });
});
