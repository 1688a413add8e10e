import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineOperation } from '../../cloud/operation.ts';
import { findRole } from '../iam/roles.ts';
import { assumptionRequest } from './assumption-request.ts';
import { openSession } from './sessions.ts';

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const DURATION_SECONDS_MIN = 900;

/** Members that would change what the session may do, and that the sandbox does not evaluate. */
const UNSUPPORTED = [
  'Policy',
  'PolicyArns',
  'Tags',
  'TransitiveTagKeys',
  'SerialNumber',
  'TokenCode',
  'SourceIdentity',
  'ProvidedContexts',
] as const;

export const assumeRole = defineOperation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  service: 'sts',
  name: 'AssumeRole',
  authorize: (input, { cloud }) => [
    assumptionRequest(cloud, {
      roleArn: input.RoleArn ?? '',
      sessionName: input.RoleSessionName ?? '',
      ...(input.ExternalId !== undefined && { externalId: input.ExternalId }),
    }),
  ],
  handle: (input, { cloud, region }) => {
    const role = findRole(cloud, input.RoleArn ?? '');
    // The trust policy of an absent role allows nobody, so this is not reached without one.
    if (!role) throw new AwsError('AccessDeniedException', `the role ${input.RoleArn} does not exist`);
    const sessionName = checkInput(input, role.maxSessionSeconds);
    const durationSeconds = input.DurationSeconds ?? 3_600;
    const session = openSession(cloud, { roleArn: role.arn, sessionName, region, durationSeconds });
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: new Date(session.expiresAt),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${sessionName}`,
        Arn: `arn:aws:sts::${session.accountId}:assumed-role/${role.name}/${sessionName}`,
      },
    };
  },
});

function checkInput(input: AssumeRoleCommandInput, secondsMax: number): string {
  const unsupported = UNSUPPORTED.find((member) => input[member] !== undefined);
  if (unsupported) throw invalid(`the sandbox does not support ${unsupported} of AssumeRole`);
  const { RoleSessionName: name = '', DurationSeconds: seconds = 3_600 } = input;
  if (!SESSION_NAME.test(name)) throw invalid(`RoleSessionName ${JSON.stringify(name)} is not valid`);
  if (seconds < DURATION_SECONDS_MIN || seconds > secondsMax) {
    throw invalid(
      `The requested DurationSeconds ${seconds} is not between ${DURATION_SECONDS_MIN} and the MaxSessionDuration ${secondsMax} set for this role.`,
    );
  }
  return name;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
