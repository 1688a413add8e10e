import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import { customResourceResponses } from '../../../sandbox/cloudformation/custom-resource-responses.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { startGateway } from '../../../sandbox/gateway/start-gateway.ts';
import { rootCredentials } from '../../../sandbox/root-credentials.ts';
import { findAccessKey } from '../../../sandbox/services/sts/sessions.ts';
import { OPERATIONS, PLATFORM, REGION, synthesize } from '../assembly/assembly-app.ts';
import { serviceCloud } from './service-cloud.ts';

const CDK = resolve(import.meta.dirname, '../../../node_modules/.bin/cdk');

it('serves the real CDK command line: deploy, deploy again, diff, change, destroy, roll back, drift, and say what fails', async () => {
  await using ready = await serviceCloud();
  const { cloud, directory } = ready;
  for (const accountId of [OPERATIONS, PLATFORM]) await ensureBootstrap(cloud, { accountId, region: REGION });
  const findKey = (key: string) => findAccessKey(cloud, key);
  const gateway = await startGateway({ cloud, port: 0, findKey, routes: customResourceResponses(cloud) });
  const cdkIn = (account: string, assembly: string, ...parameters: readonly string[]) =>
    run(
      CDK,
      ['--app', assembly, '--ci', '--no-notices', ...parameters],
      environment(account, gateway.endpoint, directory),
    );
  const cdk = (assembly: string, ...parameters: readonly string[]) =>
    cdkIn(PLATFORM, assembly, ...parameters);
  using first = synthesize({ parameter: 'a' });
  using second = synthesize({ parameter: 'b' });

  expect(await cdk(first.assembly, 'deploy', 'Platform', '--require-approval', 'never')).toContain(
    '✅  Platform',
  );
  expect(await cdk(first.assembly, 'deploy', 'Platform')).toContain('(no changes)');
  expect(await cdk(second.assembly, 'diff', 'Platform')).toContain('AWS::SSM::Parameter');
  expect(await cdk(second.assembly, 'deploy', 'Platform', '--require-approval', 'never')).toContain(
    '✅  Platform',
  );
  expect(await cdk(second.assembly, 'destroy', 'Platform', '--force')).toContain('destroyed');
  using third = synthesize({ unsupported: true });
  const refused = cdkIn(
    OPERATIONS,
    third.assembly,
    'deploy',
    'operations/Namespace',
    '--require-approval',
    'never',
  );
  await expect(refused).rejects.toThrow('the sandbox cannot make AWS::Kinesis::Stream');

  using broken = synthesize({ parameter: 'c', breaks: true });
  const never = ['--require-approval', 'never'];
  await cdk(first.assembly, 'deploy', 'Platform', '--method=direct', ...never);
  expect(await cdk(first.assembly, 'deploy', 'Platform', '--method=direct')).toContain('(no changes)');
  const paused = cdk(broken.assembly, 'deploy', 'Platform', '--no-rollback', ...never);
  await expect(paused).rejects.toThrow(/Platform\/Broken.*no-such-role/s);
  expect(await cdk(first.assembly, 'rollback', 'Platform')).toContain('Rollback time');
  expect(await cdk(first.assembly, 'drift', 'Platform', '--fail')).toContain('No drift detected');
  expect(await cdk(second.assembly, 'deploy', 'Platform', ...never)).toContain('✅  Platform');
  const call = serviceCalls(cloud, { accountId: PLATFORM, region: REGION, principal: { kind: 'root' } });
  await call('ssm', 'PutParameter', { Name: '/mesh/x', Value: 'by hand', Overwrite: true });
  const drifted = cdk(second.assembly, 'drift', 'Platform', '--fail');
  await expect(drifted).rejects.toThrow(/AWS::SSM::Parameter.*by hand/s);
  await gateway.close();
}, 180_000);

function environment(account: string, endpoint: string, directory: string): NodeJS.ProcessEnv {
  const { accessKeyId, secretAccessKey } = rootCredentials(directory, account);
  return {
    PATH: process.env['PATH'],
    HOME: directory,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_HOME: join(directory, 'cdk'),
    CI: 'true',
  };
}

function run(command: string, parameters: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, parameters, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0
        ? done(output)
        : fail(new Error(`cdk ${parameters.join(' ')} exited with ${code}:\n${output}`)),
    );
  });
}
