import { AthenaClient, GetWorkGroupCommand, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { GetPolicyCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { LiveResource } from '../../../core/access/world/live/live-account.ts';
import { pages, type Reader, token, unless } from './reader.ts';

type Json = Readonly<Record<string, unknown>>;

/** Functions with their roles, and with the statements of their policies as permissions. */
export const readFunctions: Reader = async ({ client }) => {
  const lambda = new LambdaClient(client);
  const functions = await pages(async (Marker) => {
    const page = await lambda.send(new ListFunctionsCommand({ ...token('Marker', Marker) }));
    return { items: page.Functions, next: page.NextMarker };
  });
  const read = functions.map(async ({ FunctionName = '', FunctionArn = '', Role }) => {
    const found = await unless(
      async () => await lambda.send(new GetPolicyCommand({ FunctionName })),
      'ResourceNotFoundException',
    );
    const itself = {
      type: 'AWS::Lambda::Function',
      arn: FunctionArn,
      name: FunctionName,
      properties: { FunctionName, Role },
    };
    const { Statement = [] } = JSON.parse(found?.Policy ?? '{}') as { readonly Statement?: readonly Json[] };
    return [itself, ...Statement.map((statement, index) => permission(itself, statement, index))];
  });
  return (await Promise.all(read)).flat();
};

function permission({ arn, name }: LiveResource, statement: Json, index: number): LiveResource {
  return {
    type: 'AWS::Lambda::Permission',
    arn: `${arn}?statement=${index}`,
    name: `${name}-${index}`,
    properties: { FunctionName: name, Statement: statement },
  };
}

export const readStateMachines: Reader = async ({ client }) => {
  const sfn = new SFNClient(client);
  const machines = await pages(async (nextToken) => {
    const page = await sfn.send(new ListStateMachinesCommand({ ...token('nextToken', nextToken) }));
    return { items: page.stateMachines, next: page.nextToken };
  });
  return await Promise.all(
    machines.map(async ({ stateMachineArn = '', name = '' }) => {
      const { roleArn } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      const properties = { StateMachineName: name, RoleArn: roleArn };
      return { type: 'AWS::StepFunctions::StateMachine', arn: stateMachineArn, name, properties };
    }),
  );
};

/** The workgroup that every account is born with is not the mesh's; where it writes results is its account's matter. */
const BORN_WITH = 'primary';

export const readWorkgroups: Reader = async ({ account, region, client }) => {
  const athena = new AthenaClient(client);
  const groups = await pages(async (NextToken) => {
    const page = await athena.send(new ListWorkGroupsCommand({ ...token('NextToken', NextToken) }));
    return { items: page.WorkGroups, next: page.NextToken };
  });
  return await Promise.all(
    groups
      .filter(({ Name }) => Name !== BORN_WITH)
      .map(async ({ Name = '' }) => {
        const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: Name }));
        return {
          type: 'AWS::Athena::WorkGroup',
          arn: `arn:aws:athena:${region}:${account}:workgroup/${Name}`,
          name: Name,
          properties: { Name, WorkGroupConfiguration: WorkGroup?.Configuration },
        };
      }),
  );
};
