import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GlueClient, GetTableCommand } from '@aws-sdk/client-glue';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { assumeRole, s3Client, sfnClient } from '../../cli/mesh/clients.ts';
import { accountIn } from '../../cli/mesh/environment.ts';
import { findPrincipal } from '../../cli/mesh/principal.ts';
import { runNamespaceSchedules } from '../../cli/mesh/schedules.ts';
import { newestSweeps } from '../../cli/mesh/sweeps.ts';
import { glueTable, registryName, stateMachineArn } from '../../core/naming/names.ts';
import { parseTableMetadata } from '../../core/iceberg/metadata-json.ts';
import type { TableMetadata } from '../../core/iceberg/metadata.ts';
import type { RegistryHead, RegistryLease, RegistryRun } from '../../core/pipeline/run.ts';
import type { Project } from '../../cli/mesh/project.ts';
import type { Product } from '../../core/spec/mesh.ts';
import type { OpenMesh } from '../scenarios/open-mesh.ts';

/** What a product is to those who read it, run it and audit it. */
export type ProductContents = {
  /** Sorted, as its domain's analyst reads them. */
  readonly rows: readonly string[];
  readonly head: RegistryHead | undefined;
  readonly lease: RegistryLease | undefined;
  readonly runs: readonly RegistryRun[];
  readonly metadata: TableMetadata;
  readonly executionsRunning: number;
};

type Place = { readonly mesh: OpenMesh; readonly project: Project };

/** Everything that a killed process could have left in pieces, by product. */
export async function meshContents(mesh: OpenMesh): Promise<Readonly<Record<string, ProductContents>>> {
  const project = await mesh.project();
  const products = project.mesh.domains.flatMap((domain) => domain.products);
  const pairs = products.map(
    async (product) => [product.id, await productContents({ mesh, project }, product)] as const,
  );
  return Object.fromEntries(await Promise.all(pairs));
}

/** How the sweep of each domain's grants ends: `clean` where exactly what is declared is granted. */
export async function sweepOutcomes(mesh: OpenMesh): Promise<Readonly<Record<string, string>>> {
  const { mesh: model, environment } = await mesh.project();
  await runNamespaceSchedules(mesh.sandbox, model, environment);
  const sweeps = await newestSweeps(mesh.connection, model, environment);
  return Object.fromEntries(sweeps.map(({ domain, outcome }) => [domain, outcome]));
}

async function productContents(place: Place, product: Product): Promise<ProductContents> {
  const items = await registryItems(place, product);
  const [table] = product.tables;
  const read = await place.mesh.rows(
    `select * from ${product.domain}.${table?.name ?? ''}`,
    `${product.domain}-analyst`,
  );
  return {
    rows: read.map((row) => row.join('|')).toSorted(),
    // The registry holds nothing but these items, told apart by their key.
    head: items.find(({ sk }) => sk === 'head') as RegistryHead | undefined,
    lease: items.find(({ sk }) => sk === 'lease') as RegistryLease | undefined,
    runs: items.filter(({ sk }) => sk.startsWith('run/')) as RegistryRun[],
    metadata: await tableMetadata(place, product),
    executionsRunning: await runningExecutions(place, product),
  };
}

const namesOf = ({ project: { mesh, environment } }: Place) => ({
  mesh: mesh.name,
  environment: environment.name,
  region: environment.region,
});

const accountOf = ({ project: { mesh, environment } }: Place, product: Product): string =>
  accountIn(mesh, environment.name, product.domain);

const clientOf = (place: Place, product: Product) => ({
  endpoint: place.mesh.sandbox.endpoint,
  region: place.project.environment.region,
  credentials: place.mesh.sandbox.rootCredentials(accountOf(place, product)),
});

async function registryItems(
  place: Place,
  product: Product,
): Promise<readonly (Record<string, unknown> & { readonly sk: string })[]> {
  const client = new DynamoDBClient(clientOf(place, product));
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: registryName(namesOf(place), product.domain) }),
  );
  const partition = `${product.name}/v${product.major}`;
  return Items.map((item) => unmarshall(item))
    .map((item) => ({ ...item, sk: String(item['sk']) }) as Record<string, unknown> & { readonly sk: string })
    .filter((item) => item['pk'] === partition)
    .toSorted((a, b) => (a.sk < b.sk ? -1 : 1));
}

async function tableMetadata(place: Place, product: Product): Promise<TableMetadata> {
  const [table] = product.tables;
  // Not even an account's root sees tables that Lake Formation does not grant to it.
  const engineer = findPrincipal(
    place.project.mesh,
    namesOf(place).environment,
    `${product.domain}-engineer`,
  );
  const credentials = await assumeRole(place.mesh.connection, engineer);
  const glue = new GlueClient({ ...clientOf(place, product), credentials });
  const { Table } = await glue.send(
    new GetTableCommand({ DatabaseName: product.domain, Name: glueTable(table?.name ?? '', product.major) }),
  );
  const location = new URL(Table?.Parameters?.['metadata_location'] ?? '');
  const s3 = await s3Client(
    place.mesh.connection,
    place.mesh.sandbox.rootCredentials(accountOf(place, product)),
  );
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: location.host, Key: location.pathname.slice(1) }),
  );
  return parseTableMetadata((await Body?.transformToString()) ?? '');
}

async function runningExecutions(place: Place, product: Product): Promise<number> {
  const account = accountOf(place, product);
  const client = await sfnClient(place.mesh.connection, place.mesh.sandbox.rootCredentials(account));
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({
      stateMachineArn: stateMachineArn(namesOf(place), account, product),
      statusFilter: 'RUNNING',
    }),
  );
  return executions.length;
}
