import {
  type Database,
  GetDatabasesCommand,
  GetResourcePolicyCommand,
  GetTablesCommand,
  GlueClient,
  type Table,
} from '@aws-sdk/client-glue';
import type { LiveResource } from '../../../core/access/world/live/live-account.ts';
import { pages, type ReaderConfig, token, unless } from './reader.ts';

export type LiveCatalog = {
  readonly databases: readonly Database[];
  readonly tables: readonly Table[];
  readonly resources: readonly LiveResource[];
  readonly unread: readonly string[];
};

/** The Glue catalog: databases, links, and the tables of the databases that are the account's own. */
export async function readCatalog({ account, region, client }: ReaderConfig): Promise<LiveCatalog> {
  const glue = new GlueClient(client);
  const databases = await pages(async (NextToken) => {
    const page = await glue.send(new GetDatabasesCommand({ ...token('NextToken', NextToken) }));
    return { items: page.DatabaseList, next: page.NextToken };
  });
  const own = databases.filter(({ TargetDatabase }) => TargetDatabase === undefined);
  const tables = await Promise.all(own.map(async ({ Name = '' }) => await readTables(glue, Name)));
  const policy = await unless(
    async () => await glue.send(new GetResourcePolicyCommand({})),
    'EntityNotFoundException',
  );
  const place = { account, region };
  return {
    databases,
    tables: tables.flat(),
    resources: [
      ...databases.map((database) => databaseResource(place, database)),
      ...tables.flat().map((table) => tableResource(place, table)),
    ],
    unread: policy?.PolicyInJson === undefined ? [] : foreignStatements(policy.PolicyInJson),
  };
}

async function readTables(glue: GlueClient, DatabaseName: string): Promise<readonly Table[]> {
  return await pages(async (NextToken) => {
    const page = await glue.send(new GetTablesCommand({ DatabaseName, ...token('NextToken', NextToken) }));
    return { items: page.TableList, next: page.NextToken };
  });
}

type Place = { readonly account: string; readonly region: string };

export const tableArn = ({ account, region }: Place, { DatabaseName = '', Name = '' }: Table): string =>
  `arn:aws:glue:${region}:${account}:table/${DatabaseName}/${Name}`;

function databaseResource({ account, region }: Place, database: Database): LiveResource {
  const { Name = '', LocationUri, TargetDatabase } = database;
  return {
    type: 'AWS::Glue::Database',
    arn: `arn:aws:glue:${region}:${account}:database/${Name}`,
    name: Name,
    properties: {
      DatabaseName: Name,
      DatabaseInput: {
        Name,
        ...(LocationUri !== undefined && { LocationUri }),
        ...(TargetDatabase && { TargetDatabase }),
      },
    },
  };
}

function tableResource(place: Place, table: Table): LiveResource {
  const { DatabaseName, Name = '', StorageDescriptor, PartitionKeys, TargetTable } = table;
  return {
    type: 'AWS::Glue::Table',
    arn: tableArn(place, table),
    name: Name,
    properties: { DatabaseName, Name, TableInput: { Name, StorageDescriptor, PartitionKeys, TargetTable } },
  };
}

/** Lake Formation's shares put statements for RAM into the catalog's policy; others are somebody's. */
function foreignStatements(policy: string): readonly string[] {
  const { Statement = [] } = JSON.parse(policy) as { readonly Statement?: readonly unknown[] };
  return Statement.filter((statement) => !JSON.stringify(statement).includes('"ram.amazonaws.com"')).map(
    (statement) => `the policy of the Glue catalog says ${JSON.stringify(statement)}`,
  );
}
