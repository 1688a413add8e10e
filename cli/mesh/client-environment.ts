import { join } from 'node:path';
import type { Credentials } from './clients.ts';

/** Where outside clients of the sandbox go, and as whom. */
export type ClientAccess = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly stateDirectory: string;
};

/** Settings of the machine's owner that would lead a client elsewhere, or to another identity. */
const UNSET = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'];

/**
 * The variables with which SDKs, the AWS CLI and the CDK CLI reach the sandbox and nothing else: no file of the
 * machine's owner is read, no telemetry is sent, no notice is fetched. `undefined` means that it must not be set.
 */
export function clientEnvironment(access: ClientAccess): Readonly<Record<string, string | undefined>> {
  const { endpoint, region, credentials, stateDirectory } = access;
  return {
    ...Object.fromEntries(UNSET.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Names such as `sync-127.0.0.1` do not resolve.
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_NOTICES: 'false',
    // Where the CDK keeps which account a key belongs to.
    CDK_HOME: join(stateDirectory, 'cdk'),
  };
}

/** Sets variables of this process while `work` goes on: some libraries take them from nowhere else. */
export async function withEnvironment<T>(
  variables: Readonly<Record<string, string | undefined>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(variables)) setVariable(name, value);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) setVariable(name, value);
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
