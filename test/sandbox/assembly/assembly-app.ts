import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, CustomResource, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { CfnPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

export const PLATFORM = '111122223333';
export const OPERATIONS = '444455556666';
export const REGION = 'eu-west-1';

/** Answers CloudFormation as a function of a custom resource does. */
const HANDLER = `
exports.handler = async (event) => {
  const { ResponseURL, StackId, RequestId, LogicalResourceId, ResourceProperties } = event;
  const answer = { Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'greeting', Data: { Text: 'hello ' + ResourceProperties.Name } };
  await fetch(ResponseURL, { method: 'PUT', body: JSON.stringify(answer) });
};`;

export type AppOptions = {
  readonly parameter?: string;
  readonly unsupported?: boolean;
  /** A resource of the platform that cannot be made, after the parameter was. */
  readonly breaks?: boolean;
};

/** Synthesizes a small app as the mesh's: a stack of its own and a stage with two, one of which needs the other. */
export function synthesize(options: AppOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-app-'));
  const code = join(directory, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.js'), HANDLER);
  const app = new App({ outdir: join(directory, 'cdk.out') });
  const platform = new Stack(app, 'Platform', {
    env: { account: PLATFORM, region: REGION },
    stackName: 'mesh-platform',
  });
  const parameter = new StringParameter(platform, 'Parameter', {
    parameterName: '/mesh/x',
    stringValue: options.parameter ?? 'a',
  });
  if (options.breaks) {
    const policy = new CfnPolicy(platform, 'Broken', {
      policyName: 'broken',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      },
      roles: ['no-such-role'],
    });
    policy.node.addDependency(parameter);
  }
  const stage = new Stage(app, 'operations', { env: { account: OPERATIONS, region: REGION } });
  const namespace = new Stack(stage, 'Namespace', {
    stackName: 'mesh-operations-namespace',
    tags: { owner: 'ops' },
  });
  new Bucket(namespace, 'Landing', { bucketName: 'mesh-landing', removalPolicy: RemovalPolicy.DESTROY });
  const handler = new LambdaFunction(namespace, 'Greet', {
    functionName: 'mesh-greet',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(code),
    role: new Role(namespace, 'Role', {
      roleName: 'mesh-greet',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    }),
  });
  const product = new Stack(stage, 'Product', {
    stackName: 'mesh-operations-flights',
    terminationProtection: true,
  });
  product.addStackDependency(namespace);
  new CustomResource(product, 'Greeting', {
    serviceToken: `arn:aws:lambda:${REGION}:${OPERATIONS}:function:${'mesh-greet'}`,
    resourceType: 'Custom::Greeting',
    properties: { Name: 'mesh' },
  });
  if (options.unsupported) new CfnResource(namespace, 'Stream', { type: 'AWS::Kinesis::Stream' });
  handler.applyRemovalPolicy(RemovalPolicy.DESTROY);
  app.synth();
  return {
    assembly: join(directory, 'cdk.out'),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
