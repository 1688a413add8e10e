import { createHmac, randomBytes } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { KnownKey } from '../../gateway/verify-signature.ts';
import { operatorSecret } from './operator-secret.ts';

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

/** The sandbox operator's own credentials in an account: the same as long as the sandbox's state lives. */
export function rootCredentials(directory: string, accountId: string): Credentials {
  const secret = createHmac('sha256', operatorSecret(directory)).update(accountId).digest('base64');
  return { accessKeyId: `FHROOT${accountId}`, secretAccessKey: secret.slice(0, 40) };
}

/** Whose an access key is, and its secret; undefined where nobody's, an error where its session has expired. */
export function findAccessKey(cloud: Cloud, accessKeyId: string): KnownKey | undefined {
  const accountId = ROOT_KEY.exec(accessKeyId)?.groups?.['account'];
  if (accountId !== undefined) {
    const { secretAccessKey } = rootCredentials(cloud.directory, accountId);
    return { caller: { principal: { kind: 'root' }, accountId, region: REGION_DEFAULT }, secretAccessKey };
  }
  const session = liveSession(cloud, accessKeyId);
  if (!session) return undefined;
  const { secretAccessKey, sessionToken } = session;
  return { caller: callerOf(session), secretAccessKey, sessionToken };
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
