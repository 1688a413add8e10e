import { bootstrapRoleArn } from '../assembly/bootstrap-names.ts';
import type { Caller } from '../cloud/caller.ts';
import type { StackInput } from './stack-input.ts';

/** Who makes a stack's resources: CloudFormation, as its execution role. */
export function executionCaller(input: Pick<StackInput, 'account' | 'region' | 'executionRoleArn'>): Caller {
  const scope = { accountId: input.account, region: input.region };
  const arn = input.executionRoleArn ?? bootstrapRoleArn('cfn-exec', scope);
  return {
    ...scope,
    principal: { kind: 'role', arn, sessionName: 'AWSCloudFormation' },
    viaService: 'cloudformation.amazonaws.com',
  };
}
