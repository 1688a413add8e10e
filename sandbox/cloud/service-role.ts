import type { AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { invariant } from '../../core/errors/invariant.ts';
import { parseArn, requireArn } from './arn.ts';
import { AwsError } from './aws-error.ts';
import type { Caller } from './caller.ts';
import type { Cloud } from './cloud.ts';

export type ServiceRoleRequest = {
  /** `lambda.amazonaws.com` */
  readonly service: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly region: string;
  /** ARN of the function, rule or state machine that the service acts for. */
  readonly sourceArn: string;
};

export type ServiceRoleSession = {
  readonly caller: Caller;
  readonly credentials: SessionCredentials;
};

export type SessionCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

/** The caller that an AWS service becomes when it assumes a role; the role's trust policy decides. */
export async function serviceRoleCaller(cloud: Cloud, request: ServiceRoleRequest): Promise<Caller> {
  return (await serviceRoleSession(cloud, request)).caller;
}

/**
 * As `serviceRoleCaller`, with the session's credentials. AWS sets neither `aws:CalledVia` nor `aws:SourceArn`
 * on the calls that a service then makes: they are the role's own.
 */
export async function serviceRoleSession(
  cloud: Cloud,
  request: ServiceRoleRequest,
): Promise<ServiceRoleSession> {
  const { accountId } = requireArn(request.roleArn, 'RoleArn');
  const sessionName = request.sessionName
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '_');
  const credentials = await assumeRole(cloud, { ...request, sessionName, accountId });
  return {
    caller: {
      principal: { kind: 'role', arn: request.roleArn, sessionName },
      accountId,
      region: request.region,
    },
    credentials,
  };
}

async function assumeRole(
  cloud: Cloud,
  request: ServiceRoleRequest & { readonly accountId: string },
): Promise<SessionCredentials> {
  const { service, region, sourceArn, roleArn, sessionName } = request;
  const accountId = parseArn(sourceArn)?.accountId || request.accountId;
  const caller: Caller = { principal: { kind: 'service', service }, accountId, region, sourceArn };
  try {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName };
    // The operation's output, by the SDK's own shape.
    const output = (await cloud.dispatch(caller, 'sts', 'AssumeRole', input)) as AssumeRoleCommandOutput;
    return sessionCredentials(output);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDeniedException',
      `${service} cannot assume the role ${roleArn}: ${error.message}`,
      { status: 403 },
    );
  }
}

function sessionCredentials({ Credentials: credentials }: AssumeRoleCommandOutput): SessionCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  invariant(AccessKeyId && SecretAccessKey && SessionToken && Expiration, 'AssumeRole answers credentials');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: new Date(Expiration),
  };
}
