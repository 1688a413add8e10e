import type {
  GetTagsCommandInput,
  GetTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-glue';
import { parseArn } from '../../../cloud/arn.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { invalidInput } from '../../lakeformation/lake-error.ts';
import { requireDatabase } from '../catalog.ts';
import { type DatabaseRecord, glueStore } from '../store.ts';

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'glue',
  name: 'TagResource',
  authorize: ({ ResourceArn }) => [{ action: 'glue:TagResource', resource: ResourceArn ?? '' }],
  handle: ({ ResourceArn, TagsToAdd }, context) => {
    change(context, ResourceArn, (tags) => ({ ...tags, ...TagsToAdd }));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'glue',
  name: 'UntagResource',
  authorize: ({ ResourceArn }) => [{ action: 'glue:UntagResource', resource: ResourceArn ?? '' }],
  handle: ({ ResourceArn, TagsToRemove }, context) => {
    const gone = new Set(TagsToRemove);
    change(context, ResourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))),
    );
    return {};
  },
});

export const getTags = defineOperation<GetTagsCommandInput, GetTagsCommandOutput>({
  service: 'glue',
  name: 'GetTags',
  authorize: ({ ResourceArn }) => [{ action: 'glue:GetTags', resource: ResourceArn ?? '' }],
  handle: ({ ResourceArn }, context) => ({ Tags: { ...databaseOf(context, ResourceArn).tags } }),
});

function change(
  context: RequestContext,
  arn: string | undefined,
  next: (tags: DatabaseRecord['tags']) => DatabaseRecord['tags'],
): void {
  const database = databaseOf(context, arn);
  const scope = { accountId: context.accountId, region: context.region };
  glueStore(context.cloud).databases.put(scope, database.name, { ...database, tags: next(database.tags) });
}

function databaseOf(context: RequestContext, text: string | undefined): DatabaseRecord {
  const arn = parseArn(text ?? '');
  const [kind, name = ''] = arn?.resource.split('/') ?? [];
  if (arn?.service !== 'glue' || kind !== 'database' || arn.accountId !== context.accountId) {
    throw invalidInput(
      `the sandbox tags databases of the caller's account only, not ${JSON.stringify(text)}`,
    );
  }
  return requireDatabase(context.cloud, { accountId: context.accountId, region: context.region }, name);
}
