import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import type { Scope } from '../../cloud/store.ts';

/** Credentials of an assumed role, kept so that they outlive a restart of the sandbox. */
export type SessionRecord = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly accountId: string;
  readonly region: string;
  readonly expiresAt: string;
};

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for root. */
  readonly sessionToken?: string;
};

/** Access key ids are unique over all accounts, and the wire gives nothing else to find them by. */
const SESSIONS: Scope = { accountId: 'all', region: 'global' };
const ROOT_KEY = /^FHROOT(?<account>\d{12})$/;
const REGION_DEFAULT = 'us-east-1';

const sessions = ({ store }: Cloud) => store.collection<SessionRecord>('sts.session');

/** The sandbox operator's own credentials in an account: the same at any time. */
export function rootCredentials(accountId: string): Credentials {
  return { accessKeyId: `FHROOT${accountId}`, secretAccessKey: rootSecret(accountId) };
}

const rootSecret = (accountId: string): string =>
  createHash('sha256').update(`freehold sandbox root ${accountId}`).digest('base64').slice(0, 40);

/** Who an access key belongs to; undefined where nobody, an error where its session has expired. */
export function callerForAccessKey(cloud: Cloud, accessKeyId: string): Caller | undefined {
  const account = ROOT_KEY.exec(accessKeyId)?.groups?.['account'];
  if (account !== undefined) {
    return { principal: { kind: 'root' }, accountId: account, region: REGION_DEFAULT };
  }
  const session = liveSession(cloud, accessKeyId);
  return session && callerOf(session);
}

/** Secret and token of an access key, for who verifies signatures. */
export function credentialsForAccessKey(cloud: Cloud, accessKeyId: string): Credentials | undefined {
  const account = ROOT_KEY.exec(accessKeyId)?.groups?.['account'];
  return account === undefined ? liveSession(cloud, accessKeyId) : rootCredentials(account);
}

function liveSession(cloud: Cloud, accessKeyId: string): SessionRecord | undefined {
  const session = sessions(cloud).get(SESSIONS, accessKeyId);
  if (!session || Date.parse(session.expiresAt) > cloud.clock().getTime()) return session;
  throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired', {
    status: 403,
  });
}

export function callerOf(session: SessionRecord): Caller {
  const { roleArn, sessionName, accountId, region } = session;
  return { principal: { kind: 'role', arn: roleArn, sessionName }, accountId, region };
}

export type SessionRequest = {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly region: string;
  readonly durationSeconds: number;
};

/** Every invocation of a function opens a session: expired ones are dropped after so many. */
const SESSIONS_BETWEEN_SWEEPS = 500;
const opened = perCloud(() => ({ count: 0 }));

/** Makes credentials of a role, without asking its trust policy: who calls this has asked. */
export function openSession(cloud: Cloud, request: SessionRequest): SessionRecord {
  const { roleArn, sessionName, region, durationSeconds } = request;
  const counter = opened(cloud);
  counter.count += 1;
  if (counter.count % SESSIONS_BETWEEN_SWEEPS === 0) dropExpiredSessions(cloud);
  const session = {
    accessKeyId: `ASIA${randomBytes(10).toString('hex').slice(0, 16).toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(48).toString('base64'),
    roleArn,
    sessionName,
    accountId: roleArn.split(':')[4] ?? '',
    region,
    expiresAt: new Date(cloud.clock().getTime() + durationSeconds * 1000).toISOString(),
  };
  sessions(cloud).put(SESSIONS, session.accessKeyId, session);
  return session;
}

/** Forgets sessions that have expired. */
export function dropExpiredSessions(cloud: Cloud): void {
  const now = cloud.clock().getTime();
  cloud.store.transaction(() => {
    for (const [key, { expiresAt }] of sessions(cloud).list(SESSIONS)) {
      if (Date.parse(expiresAt) <= now) sessions(cloud).delete(SESSIONS, key);
    }
  });
}
