import { requireArn } from './arn.ts';
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

/**
 * The caller that an AWS service becomes when it assumes a role; the role's trust policy decides.
 * AWS sets neither `aws:CalledVia` nor `aws:SourceArn` on the calls that it then makes: they are the role's own.
 */
export async function serviceRoleCaller(cloud: Cloud, request: ServiceRoleRequest): Promise<Caller> {
  const { accountId } = requireArn(request.roleArn, 'RoleArn');
  const service: Caller = {
    principal: { kind: 'service', service: request.service },
    accountId,
    region: request.region,
    sourceArn: request.sourceArn,
  };
  const sessionName = request.sessionName.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
  try {
    await cloud.dispatch(service, 'sts', 'AssumeRole', {
      RoleArn: request.roleArn,
      RoleSessionName: sessionName,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDeniedException',
      `${request.service} cannot assume the role ${request.roleArn}: ${error.message}`,
      { status: 403 },
    );
  }
  return {
    principal: { kind: 'role', arn: request.roleArn, sessionName },
    accountId,
    region: request.region,
  };
}
