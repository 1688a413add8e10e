import type {
  DeregisterResourceCommandInput,
  DeregisterResourceCommandOutput,
  DescribeResourceCommandInput,
  DescribeResourceCommandOutput,
  ListResourcesCommandInput,
  ListResourcesCommandOutput,
  RegisterResourceCommandInput,
  RegisterResourceCommandOutput,
  ResourceInfo,
  UpdateResourceCommandInput,
  UpdateResourceCommandOutput,
} from '@aws-sdk/client-lakeformation';
import type { AuthorizationRequest, RequestContext } from '../../../cloud/operation.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { page } from '../../glue/page.ts';
import { requirePrincipal } from '../grant-entry.ts';
import { alreadyExists, entityNotFound, invalidInput } from '../lake-error.ts';
import { lakeRequest, ownCatalog } from '../lake-request.ts';
import { type LocationRecord, lakeStore } from '../store.ts';

type Registration = {
  readonly ResourceArn?: string | undefined;
  readonly RoleArn?: string | undefined;
  readonly UseServiceLinkedRole?: boolean | undefined;
  readonly WithFederation?: boolean | undefined;
  readonly HybridAccessEnabled?: boolean | undefined;
};

export const registerResource = defineOperation<RegisterResourceCommandInput, RegisterResourceCommandOutput>({
  service: 'lakeformation',
  name: 'RegisterResource',
  authorize: ({ RoleArn }) => [...lakeRequest('RegisterResource'), ...passRole(RoleArn)],
  handle: (input, context) => {
    const scope = ownCatalog(context);
    const record = checkRegistration(context, input);
    const { locations } = lakeStore(context.cloud);
    if (locations.get(scope, record.arn)) throw alreadyExists('Resource is already registered');
    locations.put(scope, record.arn, record);
    return {};
  },
});

export const updateResource = defineOperation<UpdateResourceCommandInput, UpdateResourceCommandOutput>({
  service: 'lakeformation',
  name: 'UpdateResource',
  authorize: ({ RoleArn }) => [...lakeRequest('UpdateResource'), ...passRole(RoleArn)],
  handle: (input, context) => {
    requireLocation(context, input.ResourceArn);
    const record = checkRegistration(context, input);
    lakeStore(context.cloud).locations.put(ownCatalog(context), record.arn, record);
    return {};
  },
});

export const describeResource = defineOperation<DescribeResourceCommandInput, DescribeResourceCommandOutput>({
  service: 'lakeformation',
  name: 'DescribeResource',
  authorize: () => lakeRequest('DescribeResource'),
  handle: ({ ResourceArn }, context) => ({ ResourceInfo: render(requireLocation(context, ResourceArn)) }),
});

export const deregisterResource = defineOperation<
  DeregisterResourceCommandInput,
  DeregisterResourceCommandOutput
>({
  service: 'lakeformation',
  name: 'DeregisterResource',
  authorize: () => lakeRequest('DeregisterResource'),
  handle: ({ ResourceArn }, context) => {
    const { arn } = requireLocation(context, ResourceArn);
    lakeStore(context.cloud).locations.delete(ownCatalog(context), arn);
    return {};
  },
});

export const listResources = defineOperation<ListResourcesCommandInput, ListResourcesCommandOutput>({
  service: 'lakeformation',
  name: 'ListResources',
  authorize: () => lakeRequest('ListResources'),
  handle: (input, context) => {
    if (input.FilterConditionList) throw invalidInput('the sandbox lists all: leave FilterConditionList out');
    const records = lakeStore(context.cloud).locations.list(ownCatalog(context));
    const { items, ...more } = page(
      records.map(([, record]) => render(record)),
      input,
    );
    return { ResourceInfoList: items, ...more };
  },
});

function passRole(roleArn: string | undefined): readonly AuthorizationRequest[] {
  if (roleArn === undefined) return [];
  const context = { 'iam:PassedToService': 'lakeformation.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn, context }];
}

function checkRegistration(context: RequestContext, input: Registration): LocationRecord {
  if (input.HybridAccessEnabled === true) {
    throw invalidInput(
      'the sandbox does not support hybrid access: principals that are not opted in bypass Lake Formation',
    );
  }
  if (input.WithFederation === true) throw invalidInput('the sandbox does not support federated locations');
  if (input.UseServiceLinkedRole === true || !input.RoleArn) {
    throw invalidInput('the sandbox registers locations with a role of their own: give RoleArn');
  }
  requirePrincipal(context.cloud, input.RoleArn);
  return { arn: arnOf(input.ResourceArn), roleArn: input.RoleArn, modifiedAt: context.now.toISOString() };
}

function arnOf(arn: string | undefined): string {
  if (/^arn:aws:s3:::[^/*]+(\/[^*]*)?$/.test(arn ?? '')) return (arn ?? '').replace(/\/+$/, '');
  throw invalidInput(`ResourceArn ${JSON.stringify(arn)} is not an S3 location`);
}

function requireLocation(context: RequestContext, arn: string | undefined): LocationRecord {
  const record = lakeStore(context.cloud).locations.get(ownCatalog(context), arnOf(arn));
  if (!record) throw entityNotFound(`Resource ${arn} is not registered with Lake Formation`);
  return record;
}

function render({ arn, roleArn, modifiedAt }: LocationRecord): ResourceInfo {
  return {
    ResourceArn: arn,
    RoleArn: roleArn,
    LastModified: new Date(modifiedAt),
    HybridAccessEnabled: false,
    WithFederation: false,
  };
}
