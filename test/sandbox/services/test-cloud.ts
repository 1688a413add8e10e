import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import type { AuthorizationRequest } from '../../../sandbox/cloud/operation.ts';
import type { Service } from '../../../sandbox/cloud/service.ts';
import { Store } from '../../../sandbox/cloud/store.ts';

export const ACCOUNT = '111111111111';
export const REGION = 'eu-west-1';
export const SCOPE = { accountId: ACCOUNT, region: REGION };
export const ROOT: Caller = { principal: { kind: 'root' }, accountId: ACCOUNT, region: REGION };
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;

export type Allows = (caller: Caller, request: AuthorizationRequest) => boolean;

export type TestCloud = {
  readonly cloud: Cloud;
  readonly directory: string;
  /** Sets the time; the clock stands still in between. */
  readonly setTime: (iso: string) => void;
  readonly advance: (ms: number) => void;
  readonly calls: { readonly caller: Caller; readonly request: AuthorizationRequest }[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** A cloud over a temporary directory; `allows` stands for IAM, which has tests of its own. */
export function testCloud(
  options: { allows?: Allows; directory?: string; store?: string; realTime?: boolean; parent?: string } = {},
): TestCloud {
  const directory = options.directory ?? mkdtempSync(join(options.parent ?? tmpdir(), '.freehold-test-'));
  const store = new Store(options.store ?? ':memory:');
  const calls: { caller: Caller; request: AuthorizationRequest }[] = [];
  let now = Date.parse('2026-03-01T12:00:00Z');
  const cloud = new Cloud({
    store,
    directory,
    clock: () => (options.realTime ? new Date() : new Date(now)),
    authorize: (_, caller, requests) => {
      for (const request of requests) {
        calls.push({ caller, request });
        if (options.allows && !options.allows(caller, request)) {
          throw new AwsError('AccessDeniedException', `not authorized to perform: ${request.action}`);
        }
      }
    },
  });
  cloud.register(stsForTests);
  return {
    cloud,
    directory,
    calls,
    setTime: (iso) => {
      now = Date.parse(iso);
    },
    advance: (ms) => {
      now += ms;
    },
    [Symbol.asyncDispose]: async () => {
      await cloud.stop();
      store.close();
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}

const stsForTests: Service = {
  name: 'sts',
  operations: {
    AssumeRole: {
      service: 'sts',
      name: 'AssumeRole',
      authorize: (input: { RoleArn: string }) => [{ action: 'sts:AssumeRole', resource: input.RoleArn }],
      handle: (input: { RoleArn: string }) => ({
        Credentials: {
          AccessKeyId: `ASIA${input.RoleArn.slice(-6).toUpperCase()}`,
          SecretAccessKey: 'secret',
          SessionToken: 'token',
          Expiration: new Date(Date.now() + 3_600_000),
        },
      }),
    },
  },
};
