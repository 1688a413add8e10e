import type { Service } from '../../cloud/service.ts';
import {
  createDataCellsFilter,
  deleteDataCellsFilter,
  getDataCellsFilter,
  listDataCellsFilter,
  updateDataCellsFilter,
} from './operations/data-cells-filters.ts';
import { getDataLakeSettings, putDataLakeSettings } from './operations/data-lake-settings.ts';
import { createLfTag, deleteLfTag, getLfTag, listLfTags, updateLfTag } from './operations/lf-tags.ts';
import { listPermissions } from './operations/list-permissions.ts';
import {
  addLfTagsToResource,
  getResourceLfTags,
  removeLfTagsFromResource,
} from './operations/object-tags.ts';
import {
  batchGrantPermissions,
  batchRevokePermissions,
  grantPermissions,
  revokePermissions,
} from './operations/permissions.ts';
import {
  deregisterResource,
  describeResource,
  listResources,
  registerResource,
  updateResource,
} from './operations/resources.ts';

export const lakeformationService: Service = {
  name: 'lakeformation',
  operations: {
    AddLFTagsToResource: addLfTagsToResource,
    BatchGrantPermissions: batchGrantPermissions,
    BatchRevokePermissions: batchRevokePermissions,
    CreateDataCellsFilter: createDataCellsFilter,
    CreateLFTag: createLfTag,
    DeleteDataCellsFilter: deleteDataCellsFilter,
    DeleteLFTag: deleteLfTag,
    DeregisterResource: deregisterResource,
    DescribeResource: describeResource,
    GetDataCellsFilter: getDataCellsFilter,
    GetDataLakeSettings: getDataLakeSettings,
    GetLFTag: getLfTag,
    GetResourceLFTags: getResourceLfTags,
    GrantPermissions: grantPermissions,
    ListDataCellsFilter: listDataCellsFilter,
    ListLFTags: listLfTags,
    ListPermissions: listPermissions,
    ListResources: listResources,
    PutDataLakeSettings: putDataLakeSettings,
    RegisterResource: registerResource,
    RemoveLFTagsFromResource: removeLfTagsFromResource,
    RevokePermissions: revokePermissions,
    UpdateDataCellsFilter: updateDataCellsFilter,
    UpdateLFTag: updateLfTag,
    UpdateResource: updateResource,
  },
};
