import { ensureBootstrap } from '../../../../sandbox/assembly/bootstrap.ts';
import { ACCOUNT, REGION } from '../../cloudformation/resource-cases.ts';
import { serviceCloud } from '../../cloudformation/service-cloud.ts';

const SCOPE = { accountId: ACCOUNT, region: REGION };
export const STACK = 'mesh-local-api';

type Answer = Readonly<Record<string, unknown>>;

/** CloudFormation's API in an account that is bootstrapped, called by its root. */
export async function stackApi() {
  const ready = await serviceCloud();
  const { cloud } = ready;
  await ensureBootstrap(cloud, SCOPE);
  const caller = { ...SCOPE, principal: { kind: 'root' as const } };
  const service = (name: string) => async (operation: string, input: object) =>
    // The tests look at members that they name.
    (await cloud.dispatch(caller, name, operation, input)) as Answer;
  const call = service('cloudformation');
  return {
    cloud,
    call,
    ssm: service('ssm'),
    s3: service('s3'),
    template: (resources: object) => JSON.stringify({ Resources: resources }),
    create: (resources: object, more: object = {}) =>
      call('CreateStack', {
        StackName: STACK,
        TemplateBody: JSON.stringify({ Resources: resources }),
        ...more,
      }),
    update: (resources: object, more: object = {}) =>
      call('UpdateStack', {
        StackName: STACK,
        TemplateBody: JSON.stringify({ Resources: resources }),
        ...more,
      }),
    status: async () => {
      const { Stacks } = await call('DescribeStacks', { StackName: STACK });
      return (Stacks as readonly { StackStatus: string; StackStatusReason?: string }[])[0];
    },
    [Symbol.asyncDispose]: ready[Symbol.asyncDispose],
  };
}

export const parameter = (name: string, value: string, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: name, Type: 'String', Value: value },
  ...more,
});

/** Fails when it is made: no such role. */
export const broken = (more: object = {}) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: 'broken',
    Roles: ['no-such-role'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    },
  },
  ...more,
});
