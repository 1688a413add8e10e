import type { Caller } from '../cloud/caller.ts';
import type { Cloud } from '../cloud/cloud.ts';

/** SDK client of every service that resources are made of, by the service's signing name. */
type Clients = {
  readonly 'application-signals': typeof import('@aws-sdk/client-application-signals');
  readonly athena: typeof import('@aws-sdk/client-athena');
  readonly dynamodb: typeof import('@aws-sdk/client-dynamodb');
  readonly events: typeof import('@aws-sdk/client-eventbridge');
  readonly glue: typeof import('@aws-sdk/client-glue');
  readonly iam: typeof import('@aws-sdk/client-iam');
  readonly kms: typeof import('@aws-sdk/client-kms');
  readonly lakeformation: typeof import('@aws-sdk/client-lakeformation');
  readonly lambda: typeof import('@aws-sdk/client-lambda');
  readonly logs: typeof import('@aws-sdk/client-cloudwatch-logs');
  readonly monitoring: typeof import('@aws-sdk/client-cloudwatch');
  readonly s3: typeof import('@aws-sdk/client-s3');
  readonly scheduler: typeof import('@aws-sdk/client-scheduler');
  readonly secretsmanager: typeof import('@aws-sdk/client-secrets-manager');
  readonly sns: typeof import('@aws-sdk/client-sns');
  readonly sqs: typeof import('@aws-sdk/client-sqs');
  readonly ssm: typeof import('@aws-sdk/client-ssm');
  readonly states: typeof import('@aws-sdk/client-sfn');
};

type CommandsOf<Client> = {
  [Key in keyof Client as Key extends `${infer Name}Command` ? Name : never]: Client[Key];
};

// Commands whose input has no required member may be made without arguments: `[] | [Input]`.
type Shapes<Command> = Command extends new (
  ...parameters: infer Parameters extends readonly unknown[]
) => { resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }> }
  ? { readonly input: Exclude<Parameters, readonly []>[0]; readonly output: Output }
  : never;

type CommandShapes<S extends keyof Clients, N extends keyof CommandsOf<Clients[S]>> = Shapes<
  CommandsOf<Clients[S]>[N]
>;

/** Calls an operation by service and name, typed by the SDK's own shapes. */
export type ServiceCalls = <S extends keyof Clients, N extends keyof CommandsOf<Clients[S]> & string>(
  service: S,
  name: N,
  input: CommandShapes<S, N>['input'],
) => Promise<Omit<CommandShapes<S, N>['output'], '$metadata'>>;

/** Calls within the process, authorised as `caller`. */
export function serviceCalls(cloud: Cloud, caller: Caller): ServiceCalls {
  return async (service, name, input) =>
    // An operation answers the output of its own name: `defineOperation` holds it to the SDK's shape.
    (await cloud.dispatch(caller, service, name, input)) as never;
}
