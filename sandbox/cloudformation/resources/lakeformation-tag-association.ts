import type { LFTagError, LFTagPair, Resource } from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { unlessAbsent } from '../not-found.ts';
import { sdkShape } from '../property-schemas.ts';
import type { ServiceCalls } from '../service-calls.ts';

const Properties = z.strictObject({
  Resource: sdkShape<Resource>('Catalog', 'Database', 'Table', 'TableWithColumns'),
  LFTags: z.array(sdkShape<LFTagPair>('CatalogId', 'TagKey', 'TagValues')).min(1),
});
type Properties = z.infer<typeof Properties>;

/** Adding a tag that a resource has already overwrites its value, as on AWS. */
export const lakeformationTagAssociation = defineProvider<Properties>({
  type: 'AWS::LakeFormation::TagAssociation',
  properties: Properties,
  createOnly: ['Resource', 'LFTags'],
  deletesBeforeReplacing: true,
  createsAgain: true,
  overwrites: true,
  identify: idOf,
  create: async (properties, { call }) => {
    const { Failures } = await call('lakeformation', 'AddLFTagsToResource', properties);
    refuseFailures(Failures);
    return { physicalId: idOf(properties) };
  },
  read: async (_physicalId, { call }, { Resource, LFTags }) => {
    const present = await tagsOf(Resource, call);
    const isThere = LFTags.every(({ TagKey }) => present.some((tag) => tag.TagKey === TagKey));
    if (!isThere) return undefined;
    return { ResourceIdentifier: JSON.stringify(Resource), TagsIdentifier: JSON.stringify(LFTags) };
  },
  describe: async (_physicalId, { call }, { Resource, LFTags }) => {
    const present = await tagsOf(Resource, call);
    const mine = LFTags.flatMap(({ TagKey }) => present.find((tag) => tag.TagKey === TagKey) ?? []);
    return mine.length === 0 ? undefined : { LFTags: mine };
  },
  update: async () => undefined,
  delete: async (_physicalId, { call }, properties) => {
    const answer = await unlessAbsent(call('lakeformation', 'RemoveLFTagsFromResource', properties));
    // A tag that is not on the resource any more is what was wanted.
    refuseFailures(answer?.Failures?.filter(({ Error }) => Error?.ErrorCode !== 'EntityNotFoundException'));
  },
});

async function tagsOf(Resource: Resource, call: ServiceCalls): Promise<readonly LFTagPair[]> {
  const found = await unlessAbsent(call('lakeformation', 'GetResourceLFTags', { Resource }));
  const columns = found?.LFTagsOnColumns?.flatMap((column) => column.LFTags ?? []) ?? [];
  return [...(found?.LFTagOnDatabase ?? []), ...(found?.LFTagsOnTable ?? []), ...columns];
}

function idOf({ Resource, LFTags }: Properties): string {
  return `${JSON.stringify(Resource)}|${JSON.stringify(LFTags)}`;
}

function refuseFailures(failures: readonly LFTagError[] = []): void {
  const [first] = failures;
  if (first === undefined) return;
  const { ErrorCode = 'InternalFailure', ErrorMessage = '' } = first.Error ?? {};
  throw new AwsError(ErrorCode, `tag ${first.LFTag?.TagKey}: ${ErrorMessage}`);
}
