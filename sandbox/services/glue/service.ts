import type { Service } from '../../cloud/service.ts';
import { createDatabase } from './operations/create-database.ts';
import { getTags, tagResource, untagResource } from './operations/database-tags.ts';
import { deleteDatabase, getDatabase, getDatabases, updateDatabase } from './operations/databases.ts';
import { getTable, getTables, getTableVersions } from './operations/get-tables.ts';
import {
  batchCreatePartition,
  createPartition,
  deletePartition,
  getPartitions,
} from './operations/partitions.ts';
import {
  deleteResourcePolicy,
  getDataCatalogEncryptionSettings,
  getResourcePolicy,
  putDataCatalogEncryptionSettings,
  putResourcePolicy,
} from './operations/settings.ts';
import { createTable, deleteTable, updateTable } from './operations/write-table.ts';

export const glueService: Service = {
  name: 'glue',
  operations: {
    BatchCreatePartition: batchCreatePartition,
    CreateDatabase: createDatabase,
    CreatePartition: createPartition,
    CreateTable: createTable,
    DeleteDatabase: deleteDatabase,
    DeletePartition: deletePartition,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteTable: deleteTable,
    GetDataCatalogEncryptionSettings: getDataCatalogEncryptionSettings,
    GetDatabase: getDatabase,
    GetDatabases: getDatabases,
    GetPartitions: getPartitions,
    GetResourcePolicy: getResourcePolicy,
    GetTable: getTable,
    GetTableVersions: getTableVersions,
    GetTables: getTables,
    GetTags: getTags,
    PutDataCatalogEncryptionSettings: putDataCatalogEncryptionSettings,
    PutResourcePolicy: putResourcePolicy,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateDatabase: updateDatabase,
    UpdateTable: updateTable,
  },
};
