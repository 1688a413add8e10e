import type {
  BatchGrantPermissionsCommandInput,
  BatchGrantPermissionsCommandOutput,
  BatchPermissionsFailureEntry,
  BatchPermissionsRequestEntry,
  BatchRevokePermissionsCommandInput,
  BatchRevokePermissionsCommandOutput,
  GrantPermissionsCommandInput,
  GrantPermissionsCommandOutput,
  RevokePermissionsCommandInput,
  RevokePermissionsCommandOutput,
} from '@aws-sdk/client-lakeformation';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { grantEntry, revokeEntry } from '../change-grants.ts';
import { invalidInput } from '../lake-error.ts';
import { lakeRequest, ownCatalog } from '../lake-request.ts';

const BATCH_MAX = 20;

export const grantPermissions = defineOperation<GrantPermissionsCommandInput, GrantPermissionsCommandOutput>({
  service: 'lakeformation',
  name: 'GrantPermissions',
  authorize: () => lakeRequest('GrantPermissions'),
  handle: (input, context) => {
    ownCatalog(context, input.CatalogId);
    context.cloud.store.transaction(() => grantEntry(context, input, input.CatalogId));
    return {};
  },
});

export const revokePermissions = defineOperation<
  RevokePermissionsCommandInput,
  RevokePermissionsCommandOutput
>({
  service: 'lakeformation',
  name: 'RevokePermissions',
  authorize: () => lakeRequest('RevokePermissions'),
  handle: (input, context) => {
    ownCatalog(context, input.CatalogId);
    context.cloud.store.transaction(() => revokeEntry(context, input, input.CatalogId));
    return {};
  },
});

export const batchGrantPermissions = defineOperation<
  BatchGrantPermissionsCommandInput,
  BatchGrantPermissionsCommandOutput
>({
  service: 'lakeformation',
  name: 'BatchGrantPermissions',
  authorize: () => lakeRequest('BatchGrantPermissions'),
  handle: (input, context) => {
    ownCatalog(context, input.CatalogId);
    const apply = (entry: BatchPermissionsRequestEntry) => grantEntry(context, entry, input.CatalogId);
    return { Failures: eachEntry(context, input.Entries, apply) };
  },
});

export const batchRevokePermissions = defineOperation<
  BatchRevokePermissionsCommandInput,
  BatchRevokePermissionsCommandOutput
>({
  service: 'lakeformation',
  name: 'BatchRevokePermissions',
  authorize: () => lakeRequest('BatchRevokePermissions'),
  handle: (input, context) => {
    ownCatalog(context, input.CatalogId);
    const apply = (entry: BatchPermissionsRequestEntry) => revokeEntry(context, entry, input.CatalogId);
    return { Failures: eachEntry(context, input.Entries, apply) };
  },
});

/** One entry that fails does not stop the others. */
function eachEntry(
  { cloud }: RequestContext,
  entries: readonly BatchPermissionsRequestEntry[] | undefined,
  apply: (entry: BatchPermissionsRequestEntry) => void,
): BatchPermissionsFailureEntry[] {
  const list = entries ?? [];
  if (list.length > BATCH_MAX)
    throw invalidInput(`at most ${BATCH_MAX} entries per call, not ${list.length}`);
  if (new Set(list.map(({ Id }) => Id)).size < list.length) throw invalidInput('entries need distinct ids');
  return list.flatMap((entry): BatchPermissionsFailureEntry[] => {
    try {
      cloud.store.transaction(() => apply(entry));
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [{ RequestEntry: entry, Error: { ErrorCode: error.code, ErrorMessage: error.message } }];
    }
  });
}
