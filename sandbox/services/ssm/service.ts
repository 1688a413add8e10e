import type { Service } from '../../cloud/service.ts';
import { deleteParameter } from './operations/delete-parameter.ts';
import { putParameter } from './operations/put-parameter.ts';
import { getParameter, getParameters, getParametersByPath } from './operations/read-parameters.ts';
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './operations/tags.ts';

/** AWS Systems Manager Parameter Store: plain parameters, the newest version of each. */
export const ssmService: Service = {
  name: 'ssm',
  operations: {
    PutParameter: putParameter,
    GetParameter: getParameter,
    GetParameters: getParameters,
    GetParametersByPath: getParametersByPath,
    DeleteParameter: deleteParameter,
    AddTagsToResource: addTagsToResource,
    RemoveTagsFromResource: removeTagsFromResource,
    ListTagsForResource: listTagsForResource,
  },
};
