import type { QueryExecution, ResultSet } from '@aws-sdk/client-athena';
import { setTimeout as sleep } from 'node:timers/promises';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { domainName } from '../../core/naming/names.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import { assumeRole, athenaClient, type Connection } from '../mesh/clients.ts';
import { withheldFrom, type Withheld } from '../../core/access/requests/withheld.ts';
import { whyRefused } from '../access/withheld-words.ts';
import { productTables, tablesNamedIn } from '../mesh/named-tables.ts';
import type { MeshPrincipal } from '../mesh/principal.ts';
import type { Project } from '../mesh/project.ts';

export type QueryResult = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** True when there are more rows than were asked for. */
  readonly isCut: boolean;
  readonly scannedBytes: number;
  readonly engineMilliseconds: number;
  readonly queryExecutionId: string;
  /** What the files of the tables' owners keep from the role. */
  readonly withheld: readonly Withheld[];
};

const POLL_MILLISECONDS = 30;
const WAIT_MILLISECONDS_MAX = 30 * 60_000;

/** Runs SQL through Athena as a role of the mesh, in that role's own workgroup. */
export async function query(
  project: Project,
  connection: Connection,
  { sql, as, limit }: { readonly sql: string; readonly as: MeshPrincipal; readonly limit: number },
): Promise<QueryResult> {
  const { mesh, environment } = project;
  const { GetQueryResultsCommand, StartQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const client = await athenaClient(connection, await assumeRole(connection, as));
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const { QueryExecutionId: id } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: withPhysicalTables(mesh, sql),
      WorkGroup: domainName(names, as.domain, as.role),
    }),
  );
  const withheld = tablesNamedIn(mesh, sql).flatMap(
    ({ product, table }) => withheldFrom(as, product, table) ?? [],
  );
  const ended = await waitForQuery(client, id ?? '', (reason) => queryFailed(reason, withheld, as.domain));
  // The first row is the header, and one row more tells whether there are more.
  const { ResultSet: results } = await client.send(
    new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: Math.min(1_000, limit + 2) }),
  );
  return { ...toResult(ended, results, limit), withheld };
}

/**
 * People say `<domain>.<table>`; the catalog holds `<table>_v<major>`. Only the two words of a product's name are
 * replaced, outside quotes and comments; everything else reaches Athena as typed.
 */
export function withPhysicalTables(mesh: Mesh, sql: string): string {
  const tables = productTables(mesh);
  const words =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\b([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)\b/gi;
  return sql.replaceAll(words, (text, domain?: string, table?: string) => {
    if (domain === undefined || table === undefined) return text;
    const named = tables.get(`${domain}.${table}`.toLowerCase());
    return named === undefined ? text : `${domain}.${named.physical}`;
  });
}

type Athena = Awaited<ReturnType<typeof athenaClient>>;

async function waitForQuery(
  client: Athena,
  id: string,
  failed: (reason: string) => MeshError,
): Promise<QueryExecution> {
  const { GetQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const until = Date.now() + WAIT_MILLISECONDS_MAX;
  while (Date.now() < until) {
    const { QueryExecution: found } = await client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    );
    const state = found?.Status?.State;
    if (found && state === 'SUCCEEDED') return found;
    if (state === 'FAILED' || state === 'CANCELLED') {
      throw failed(found?.Status?.StateChangeReason ?? `the query ${state.toLowerCase()}`);
    }
    await sleep(POLL_MILLISECONDS);
  }
  throw new MeshError(`query ${id} did not end within ${WAIT_MILLISECONDS_MAX / 60_000} minutes`, {
    code: 'QueryTimedOut',
  });
}

/** Athena's words stay as they are. */
function queryFailed(reason: string, withheld: readonly Withheld[], consumer: string): MeshError {
  const hint = whyRefused(reason, withheld, consumer);
  return new MeshError(reason, { code: 'QueryFailed', ...(hint !== undefined && { hint }) });
}

function toResult(
  ended: QueryExecution,
  results: ResultSet | undefined,
  limit: number,
): Omit<QueryResult, 'withheld'> {
  const columns = (results?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name, Type }) => ({
    name: Name ?? '',
    type: Type ?? '',
  }));
  const all = (results?.Rows ?? []).map(({ Data }) =>
    (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null),
  );
  // Only a SELECT answers with a header; SHOW and DESCRIBE begin with their first row.
  const hasHeader = columns.every(({ name }, at) => all[0]?.[at] === name);
  const rows = hasHeader ? all.slice(1) : all;
  return {
    columns,
    rows: rows.slice(0, limit),
    isCut: rows.length > limit,
    scannedBytes: ended.Statistics?.DataScannedInBytes ?? 0,
    engineMilliseconds: ended.Statistics?.EngineExecutionTimeInMillis ?? 0,
    queryExecutionId: ended.QueryExecutionId ?? '',
  };
}
