import type {
  CreateLFTagCommandInput,
  CreateLFTagCommandOutput,
  DeleteLFTagCommandInput,
  DeleteLFTagCommandOutput,
  GetLFTagCommandInput,
  GetLFTagCommandOutput,
  ListLFTagsCommandInput,
  ListLFTagsCommandOutput,
  UpdateLFTagCommandInput,
  UpdateLFTagCommandOutput,
} from '@aws-sdk/client-lakeformation';
import { catalogPermissions } from '../../../../core/access/lakeformation/permissions.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { Scope } from '../../../cloud/store.ts';
import { page } from '../../glue/page.ts';
import { entityNotFound, invalidInput, notAuthorizedToGrant } from '../lake-error.ts';
import { callerSeesAll, lakeRequest, ownCatalog, requireAdmin } from '../lake-request.ts';
import { lakePrincipal, lakeStateOf } from '../lake-state-of.ts';
import { type LfTagRecord, lakeStore } from '../store.ts';

const LENGTH_MAX = 50;
const VALUES_PER_CALL_MAX = 50;
const VALUES_MAX = 1_000;

export const createLfTag = defineOperation<CreateLFTagCommandInput, CreateLFTagCommandOutput>({
  service: 'lakeformation',
  name: 'CreateLFTag',
  authorize: () => lakeRequest('CreateLFTag'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    const held = catalogPermissions(lakeStateOf(context.cloud, scope), lakePrincipal(context.caller));
    if (!held.has('CREATE_LF_TAG')) throw notAuthorizedToGrant();
    const key = checkText(input.TagKey);
    const { tags } = lakeStore(context.cloud);
    if (tags.get(scope, key)) throw invalidInput(`Tag key ${key} already exists`);
    tags.put(scope, key, { key, values: checkValues(input.TagValues) });
    return {};
  },
});

export const updateLfTag = defineOperation<UpdateLFTagCommandInput, UpdateLFTagCommandOutput>({
  service: 'lakeformation',
  name: 'UpdateLFTag',
  authorize: () => lakeRequest('UpdateLFTag'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    requireAdmin(context, scope);
    const { key, values } = requireTag(context, scope, input.TagKey);
    const gone = new Set(input.TagValuesToDelete ? checkValues(input.TagValuesToDelete) : []);
    const used = lakeStore(context.cloud)
      .assigned.list(scope)
      .some(([, tags]) => gone.has(tags[key] ?? ''));
    if (used)
      throw invalidInput('Update not allowed. The tag value is in use: remove it from its resources first');
    const added = input.TagValuesToAdd ? checkValues(input.TagValuesToAdd) : [];
    const left = [...new Set([...values.filter((value) => !gone.has(value)), ...added])];
    if (left.length === 0 || left.length > VALUES_MAX)
      throw invalidInput(`a tag has 1 to ${VALUES_MAX} values`);
    lakeStore(context.cloud).tags.put(scope, key, { key, values: left });
    return {};
  },
});

export const deleteLfTag = defineOperation<DeleteLFTagCommandInput, DeleteLFTagCommandOutput>({
  service: 'lakeformation',
  name: 'DeleteLFTag',
  authorize: () => lakeRequest('DeleteLFTag'),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      const scope = ownCatalog(context, input.CatalogId);
      requireAdmin(context, scope);
      const { key } = requireTag(context, scope, input.TagKey);
      const { tags, assigned } = lakeStore(context.cloud);
      for (const [object, { [key]: value, ...left }] of assigned.list(scope)) {
        if (value !== undefined) assigned.put(scope, object, left);
      }
      tags.delete(scope, key);
      return {};
    }),
});

export const getLfTag = defineOperation<GetLFTagCommandInput, GetLFTagCommandOutput>({
  service: 'lakeformation',
  name: 'GetLFTag',
  authorize: () => lakeRequest('GetLFTag'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    requireAdmin(context, scope);
    const { key, values } = requireTag(context, scope, input.TagKey);
    return { CatalogId: scope.accountId, TagKey: key, TagValues: [...values] };
  },
});

export const listLfTags = defineOperation<ListLFTagsCommandInput, ListLFTagsCommandOutput>({
  service: 'lakeformation',
  name: 'ListLFTags',
  authorize: () => lakeRequest('ListLFTags'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    // Who administers sees all tags; the sandbox keeps no permissions on single tags for others.
    const tags = callerSeesAll(context, scope) ? lakeStore(context.cloud).tags.list(scope) : [];
    const { items, ...more } = page(
      tags.map(([key, { values }]) => ({ CatalogId: scope.accountId, TagKey: key, TagValues: [...values] })),
      input,
    );
    return { LFTags: items, ...more };
  },
});

function requireTag(context: RequestContext, scope: Scope, key: string | undefined): LfTagRecord {
  const tag = lakeStore(context.cloud).tags.get(scope, (key ?? '').toLowerCase());
  if (!tag) throw entityNotFound(`Tag key ${key} does not exist.`);
  return tag;
}

function checkValues(values: readonly string[] | undefined): readonly string[] {
  if (!values || values.length === 0 || values.length > VALUES_PER_CALL_MAX) {
    throw invalidInput(`give 1 to ${VALUES_PER_CALL_MAX} tag values per call`);
  }
  return [...new Set(values.map(checkText))];
}

/** Lake Formation keeps keys and values in lower case. */
function checkText(text: string | undefined): string {
  const lower = (text ?? '').toLowerCase();
  if (lower.length > 0 && lower.length <= LENGTH_MAX && /^[\p{L}\p{N}\s_.:/=+@%-]+$/u.test(lower))
    return lower;
  throw invalidInput(
    `tag keys and values have 1 to ${LENGTH_MAX} letters, digits or one of "_.:/=+@%-", not ${JSON.stringify(text)}`,
  );
}
