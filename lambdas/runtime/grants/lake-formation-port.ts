import {
  BatchGrantPermissionsCommand,
  type BatchPermissionsFailureEntry,
  type BatchPermissionsRequestEntry,
  BatchRevokePermissionsCommand,
  CreateDataCellsFilterCommand,
  DeleteDataCellsFilterCommand,
  type LakeFormationClient,
  UpdateDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';

import type { GrantsPort, StepError } from '../../../core/access/grants/apply-plan.ts';
import type { DataCellsFilter, Grant } from '../../../core/access/lakeformation/grant.ts';
import { renderApiResource, renderColumns } from '../../../core/access/lakeformation/render-resource.ts';
import { isPassing, pauseAfter, ROUNDS_MAX, settled, stepError } from './settled.ts';

/** Lake Formation's API as a plan needs it, in one account's catalog. */
export function lakeFormationPort(client: LakeFormationClient, catalogId: string): GrantsPort {
  return {
    createFilter: (filter) =>
      settled(() =>
        client.send(new CreateDataCellsFilterCommand({ TableData: tableData(filter, catalogId) })),
      ),
    mendFilter: (filter) =>
      settled(() =>
        client.send(new UpdateDataCellsFilterCommand({ TableData: tableData(filter, catalogId) })),
      ),
    deleteFilter: ({ database, table, name }) =>
      settled(() =>
        client.send(
          new DeleteDataCellsFilterCommand({
            TableCatalogId: catalogId,
            DatabaseName: database,
            TableName: table,
            Name: name,
          }),
        ),
      ),
    grant: (grants) =>
      batch(grants, catalogId, (Entries) =>
        client.send(new BatchGrantPermissionsCommand({ CatalogId: catalogId, Entries })),
      ),
    revoke: (grants) =>
      batch(grants, catalogId, (Entries) =>
        client.send(new BatchRevokePermissionsCommand({ CatalogId: catalogId, Entries })),
      ),
  };
}

function tableData({ database, table, name, columns, rows }: DataCellsFilter, catalogId: string) {
  return {
    TableCatalogId: catalogId,
    DatabaseName: database,
    TableName: table,
    Name: name,
    RowFilter: rows === undefined ? { AllRowsWildcard: {} } : { FilterExpression: rows },
    ...renderColumns(columns),
  };
}

type Answer = { readonly Failures?: BatchPermissionsFailureEntry[] | undefined };

/** One batch; only its entries that failed with what may pass are sent again. */
async function batch(
  grants: readonly Grant[],
  catalogId: string,
  send: (entries: BatchPermissionsRequestEntry[]) => Promise<Answer>,
): Promise<readonly (StepError | undefined)[]> {
  const entries = grants.map((grant, index) => entryOf(grant, String(index), catalogId));
  const errors = new Map<string | undefined, StepError>();
  let open = entries;
  for (let round = 1; open.length > 0; round++) {
    const failures = await failuresOf(open, send);
    for (const { Id } of open) errors.delete(Id);
    for (const [id, error] of failures) errors.set(id, error);
    open = open.filter(({ Id }) => isOpen(errors.get(Id)));
    if (open.length === 0 || round >= ROUNDS_MAX) break;
    await pauseAfter(round);
  }
  return entries.map(({ Id }) => errors.get(Id));
}

const isOpen = (error: StepError | undefined): boolean => error !== undefined && isPassing(error);

async function failuresOf(
  entries: BatchPermissionsRequestEntry[],
  send: (entries: BatchPermissionsRequestEntry[]) => Promise<Answer>,
): Promise<ReadonlyMap<string | undefined, StepError>> {
  try {
    const { Failures = [] } = await send(entries);
    return new Map(
      Failures.map(({ RequestEntry, Error: error }) => [
        RequestEntry?.Id,
        {
          code: error?.ErrorCode ?? 'Unknown',
          message: error?.ErrorMessage ?? 'Lake Formation gave no reason',
        },
      ]),
    );
  } catch (error) {
    return new Map(entries.map(({ Id }) => [Id, stepError(error)]));
  }
}

function entryOf(grant: Grant, id: string, catalogId: string): BatchPermissionsRequestEntry {
  return {
    Id: id,
    Principal: { DataLakePrincipalIdentifier: grant.principal },
    Resource: renderApiResource(grant.resource, catalogId),
    // The SDK's type lists the same names, as an enum of its own.
    Permissions: [...grant.permissions] as BatchPermissionsRequestEntry['Permissions'],
    PermissionsWithGrantOption: [
      ...grant.grantable,
    ] as BatchPermissionsRequestEntry['PermissionsWithGrantOption'],
  };
}
