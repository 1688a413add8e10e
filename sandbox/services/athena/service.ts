import type { Service } from '../../cloud/service.ts';
import { authorizeRead } from '../lakeformation/authorize-read.ts';
import { resolveTableAccess } from '../lakeformation/resolve-table-access.ts';
import type { AthenaAccess } from './access.ts';
import { QueryExecutor } from './executor.ts';
import { getDataCatalog } from './operations/data-catalog.ts';
import { getQueryResults } from './operations/get-query-results.ts';
import {
  batchGetQueryExecution,
  getQueryExecution,
  listQueryExecutions,
} from './operations/query-executions.ts';
import { startQueryExecution } from './operations/start-query-execution.ts';
import { stopQueryExecution } from './operations/stop-query-execution.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import {
  createWorkGroup,
  deleteWorkGroup,
  getWorkGroup,
  listWorkGroups,
  updateWorkGroup,
} from './operations/work-groups.ts';

const LAKE_FORMATION: AthenaAccess = { resolve: resolveTableAccess, authorizeRead };

/** Athena, under what `access` says that a caller may read. */
export function createAthenaService(access: AthenaAccess = LAKE_FORMATION): Service {
  const executor = new QueryExecutor(access);
  return {
    name: 'athena',
    operations: {
      StartQueryExecution: startQueryExecution(executor),
      StopQueryExecution: stopQueryExecution(executor),
      GetQueryExecution: getQueryExecution,
      BatchGetQueryExecution: batchGetQueryExecution,
      ListQueryExecutions: listQueryExecutions,
      GetQueryResults: getQueryResults,
      CreateWorkGroup: createWorkGroup,
      GetWorkGroup: getWorkGroup,
      UpdateWorkGroup: updateWorkGroup,
      DeleteWorkGroup: deleteWorkGroup,
      ListWorkGroups: listWorkGroups,
      GetDataCatalog: getDataCatalog,
      TagResource: tagResource,
      UntagResource: untagResource,
      ListTagsForResource: listTagsForResource,
    },
    start: async (cloud) => executor.recover(cloud),
    idle: async () => await executor.idle(),
    stop: async () => await executor.shutDown(),
  };
}
