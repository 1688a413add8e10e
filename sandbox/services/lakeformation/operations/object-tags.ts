import type {
  AddLFTagsToResourceCommandInput,
  AddLFTagsToResourceCommandOutput,
  GetResourceLFTagsCommandInput,
  GetResourceLFTagsCommandOutput,
  LFTagError,
  LFTagPair,
  RemoveLFTagsFromResourceCommandInput,
  RemoveLFTagsFromResourceCommandOutput,
} from '@aws-sdk/client-lakeformation';
import type { ApiResource } from '../../../../core/access/lakeformation/api-resource.ts';
import type { CatalogObject, LfTags } from '../../../../core/access/lakeformation/lake-state.ts';
import { databaseTags, tableTags } from '../../../../core/access/lakeformation/lf-tags.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { Scope } from '../../../cloud/store.ts';
import { lakeTableOf, requireDatabase } from '../../glue/catalog.ts';
import { checkColumns, checkTags, requireLakeTable } from '../granted-object.ts';
import { parseResource } from '../grant-entry.ts';
import { invalidInput, notAuthorizedToGrant } from '../lake-error.ts';
import { callerSeesAll, lakeRequest, ownCatalog, requireAdmin } from '../lake-request.ts';
import { lakeStateOf, objectKey } from '../lake-state-of.ts';
import { lakeStore } from '../store.ts';

const TAGS_PER_OBJECT_MAX = 50;

export const addLfTagsToResource = defineOperation<
  AddLFTagsToResourceCommandInput,
  AddLFTagsToResourceCommandOutput
>({
  service: 'lakeformation',
  name: 'AddLFTagsToResource',
  authorize: () => lakeRequest('AddLFTagsToResource'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    requireAdmin(context, scope);
    const objects = objectsOf(context, scope, input.Resource ?? {});
    const Failures = eachTag(input.LFTags, (key, value) => {
      checkTags(context.cloud, scope, [{ key, values: [value] }]);
      changeTags(context, scope, objects, (tags) => ({ ...tags, [key]: value }));
    });
    return { Failures };
  },
});

export const removeLfTagsFromResource = defineOperation<
  RemoveLFTagsFromResourceCommandInput,
  RemoveLFTagsFromResourceCommandOutput
>({
  service: 'lakeformation',
  name: 'RemoveLFTagsFromResource',
  authorize: () => lakeRequest('RemoveLFTagsFromResource'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    requireAdmin(context, scope);
    const objects = objectsOf(context, scope, input.Resource ?? {});
    const Failures = eachTag(input.LFTags, (key, value) => {
      changeTags(context, scope, objects, ({ [key]: held, ...left }) => {
        if (held === value) return left;
        throw invalidInput(`the resource does not have the tag ${key}=${value}`);
      });
    });
    return { Failures };
  },
});

export const getResourceLfTags = defineOperation<
  GetResourceLFTagsCommandInput,
  GetResourceLFTagsCommandOutput
>({
  service: 'lakeformation',
  name: 'GetResourceLFTags',
  authorize: () => lakeRequest('GetResourceLFTags'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    if (!callerSeesAll(context, scope)) throw notAuthorizedToGrant();
    const [object] = objectsOf(context, scope, input.Resource ?? {});
    if (!object) throw invalidInput('the resource names no column');
    const state = lakeStateOf(context.cloud, scope);
    const onlyAssigned = input.ShowAssignedLFTags === true;
    const { database, table } = object;
    const pairs = (tags: LfTags): LFTagPair[] =>
      Object.entries(tags).map(([key, value]) => ({
        CatalogId: scope.accountId,
        TagKey: key,
        TagValues: [value],
      }));
    if (table === undefined) return { LFTagOnDatabase: pairs(databaseTags(state, database)) };
    const tags = onlyAssigned
      ? state.tagsOf({ database, table })
      : tableTags(state, { database, name: table });
    const columns = lakeTableOf(requireLakeTable(context.cloud, scope, { database, table })).columns;
    return {
      LFTagOnDatabase: pairs(databaseTags(state, database)),
      LFTagsOnTable: pairs(tags),
      LFTagsOnColumns: columns.flatMap((column) => {
        const own = state.tagsOf({ database, table, column });
        const shown = onlyAssigned ? own : { ...tags, ...own };
        return Object.keys(shown).length === 0 ? [] : [{ Name: column, LFTags: pairs(shown) }];
      }),
    };
  },
});

/** The objects that a resource names: a database, a table, or each of its listed columns. */
function objectsOf(context: RequestContext, scope: Scope, api: ApiResource): readonly CatalogObject[] {
  const resource = parseResource(context, api, undefined);
  switch (resource.kind) {
    case 'database':
      requireDatabase(context.cloud, scope, resource.database);
      return [{ database: resource.database }];
    case 'table':
      requireLakeTable(context.cloud, scope, resource);
      return [{ database: resource.database, table: resource.table }];
    case 'columns': {
      if (resource.columns.kind === 'except') throw invalidInput('tag columns by name, not by a wildcard');
      checkColumns(requireLakeTable(context.cloud, scope, resource), resource.columns.names);
      const { database, table } = resource;
      return resource.columns.names.map((column) => ({ database, table, column }));
    }
    default:
      throw invalidInput(`a ${resource.kind} cannot be tagged; databases, tables and columns can`);
  }
}

/** One tag that fails does not stop the others. */
function eachTag(
  list: readonly LFTagPair[] | undefined,
  apply: (key: string, value: string) => void,
): LFTagError[] {
  if (!list || list.length === 0 || list.length > TAGS_PER_OBJECT_MAX) {
    throw invalidInput(`give 1 to ${TAGS_PER_OBJECT_MAX} LF-Tags`);
  }
  return list.flatMap((pair): LFTagError[] => {
    try {
      const [value, ...more] = pair.TagValues ?? [];
      if (!pair.TagKey || !value || more.length > 0)
        throw invalidInput('an object has exactly one value per tag key');
      apply(pair.TagKey.toLowerCase(), value.toLowerCase());
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [{ LFTag: pair, Error: { ErrorCode: error.code, ErrorMessage: error.message } }];
    }
  });
}

function changeTags(
  { cloud }: RequestContext,
  scope: Scope,
  objects: readonly CatalogObject[],
  change: (tags: LfTags) => LfTags,
): void {
  const { assigned } = lakeStore(cloud);
  cloud.store.transaction(() => {
    for (const object of objects) {
      const tags = change(assigned.get(scope, objectKey(object)) ?? {});
      if (Object.keys(tags).length > TAGS_PER_OBJECT_MAX) {
        throw invalidInput(`an object has at most ${TAGS_PER_OBJECT_MAX} LF-Tags`);
      }
      if (Object.keys(tags).length === 0) assigned.delete(scope, objectKey(object));
      else assigned.put(scope, objectKey(object), tags);
    }
  });
}
