import type {
  CreateWorkGroupCommandInput,
  CreateWorkGroupCommandOutput,
  DeleteWorkGroupCommandInput,
  DeleteWorkGroupCommandOutput,
  GetWorkGroupCommandInput,
  GetWorkGroupCommandOutput,
  ListWorkGroupsCommandInput,
  ListWorkGroupsCommandOutput,
  UpdateWorkGroupCommandInput,
  UpdateWorkGroupCommandOutput,
  WorkGroupConfiguration,
  WorkGroupConfigurationUpdates,
} from '@aws-sdk/client-athena';
import { andTag } from '../../../cloud/and-tag.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { invalidRequest } from '../invalid-request.ts';
import { queries, queryOrder, type WorkGroupRecord, workgroups } from '../store.ts';
import { PRIMARY, requireWorkgroup, workgroupArn } from '../workgroups.ts';

const NAME = /^[a-zA-Z0-9._-]{1,128}$/;
/** The API's own minimum. */
const CUTOFF_BYTES_MIN = 10_000_000;

const on = (action: string) => (input: { WorkGroup?: string | undefined }, context: RequestContext) => [
  { action: `athena:${action}`, resource: workgroupArn(context, input.WorkGroup ?? PRIMARY) },
];

export const createWorkGroup = defineOperation<CreateWorkGroupCommandInput, CreateWorkGroupCommandOutput>({
  service: 'athena',
  name: 'CreateWorkGroup',
  members: ['Name', 'Configuration', 'Description', 'Tags'],
  authorize: ({ Name, Tags }, context) =>
    andTag(
      { action: 'athena:CreateWorkGroup', resource: workgroupArn(context, Name ?? '') },
      'athena:TagResource',
      Tags,
    ),
  handle: ({ Name: name = '', Configuration, Description, Tags }, context) => {
    if (!NAME.test(name)) throw invalidRequest(`WorkGroup name ${JSON.stringify(name)} is not valid`);
    if (name === PRIMARY || workgroups(context.cloud).get(context, name)) {
      throw invalidRequest(`WorkGroup ${name} is already created`, 'WORKGROUP_ALREADY_EXISTS');
    }
    workgroups(context.cloud).put(context, name, {
      name,
      description: Description ?? '',
      state: 'ENABLED',
      // AWS enforces unless it is told not to.
      configuration: checked({ EnforceWorkGroupConfiguration: true, ...Configuration }),
      createdAt: context.now.toISOString(),
      tags: Tags ?? [],
    });
    return {};
  },
});

export const getWorkGroup = defineOperation<GetWorkGroupCommandInput, GetWorkGroupCommandOutput>({
  service: 'athena',
  name: 'GetWorkGroup',
  members: ['WorkGroup'],
  authorize: on('GetWorkGroup'),
  handle: ({ WorkGroup }, context) => {
    const record = requireWorkgroup(context, WorkGroup ?? '');
    return {
      WorkGroup: {
        Name: record.name,
        State: record.state,
        Description: record.description,
        Configuration: {
          ...record.configuration,
          EngineVersion: {
            SelectedEngineVersion: 'Athena engine version 3',
            EffectiveEngineVersion: 'Athena engine version 3',
          },
        },
        CreationTime: new Date(record.createdAt),
      },
    };
  },
});

export const updateWorkGroup = defineOperation<UpdateWorkGroupCommandInput, UpdateWorkGroupCommandOutput>({
  service: 'athena',
  name: 'UpdateWorkGroup',
  members: ['WorkGroup', 'Description', 'ConfigurationUpdates', 'State'],
  authorize: on('UpdateWorkGroup'),
  handle: ({ WorkGroup, Description, ConfigurationUpdates, State }, context) => {
    const record = requireWorkgroup(context, WorkGroup ?? '');
    const changed: WorkGroupRecord = {
      ...record,
      ...(Description !== undefined && { description: Description }),
      ...(State !== undefined && { state: State }),
      configuration: checked(updated(record.configuration, ConfigurationUpdates ?? {})),
    };
    workgroups(context.cloud).put(context, record.name, changed);
    return {};
  },
});

/** With `RecursiveDeleteOption` its history goes too; without, a workgroup that ran queries stays. */
export const deleteWorkGroup = defineOperation<DeleteWorkGroupCommandInput, DeleteWorkGroupCommandOutput>({
  service: 'athena',
  name: 'DeleteWorkGroup',
  members: ['WorkGroup', 'RecursiveDeleteOption'],
  authorize: on('DeleteWorkGroup'),
  handle: ({ WorkGroup, RecursiveDeleteOption }, context) => {
    const { cloud } = context;
    const { name } = requireWorkgroup(context, WorkGroup ?? '');
    if (name === PRIMARY) throw invalidRequest('The primary workgroup cannot be deleted');
    const history = queryOrder(cloud).list(context, `${name}/`);
    if (history.length > 0 && RecursiveDeleteOption !== true)
      throw invalidRequest(`WorkGroup ${name} is not empty`);
    cloud.store.transaction(() => {
      for (const [key, id] of history) {
        queryOrder(cloud).delete(context, key);
        queries(cloud).delete(context, id);
      }
      workgroups(cloud).delete(context, name);
    });
    return {};
  },
});

const LIST_MAX = 50;

export const listWorkGroups = defineOperation<ListWorkGroupsCommandInput, ListWorkGroupsCommandOutput>({
  service: 'athena',
  name: 'ListWorkGroups',
  members: ['MaxResults', 'NextToken'],
  authorize: () => [{ action: 'athena:ListWorkGroups', resource: '*' }],
  handle: ({ MaxResults, NextToken }, context) => {
    const stored = workgroups(context.cloud)
      .list(context)
      .map(([, record]) => record);
    const primary = stored.some(({ name }) => name === PRIMARY) ? [] : [requireWorkgroup(context, PRIMARY)];
    const all = [...primary, ...stored].sort((a, b) => (a.name < b.name ? -1 : 1));
    const entries = all.map((record) => [record.name, record] as const);
    const size = Math.min(MaxResults ?? LIST_MAX, LIST_MAX);
    const { items, next } = pageAfter(entries, { token: NextToken, size });
    return {
      WorkGroups: items.map((record) => ({
        Name: record.name,
        State: record.state,
        Description: record.description,
        CreationTime: new Date(record.createdAt),
      })),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});

function checked(configuration: WorkGroupConfiguration): WorkGroupConfiguration {
  const cutoff = configuration.BytesScannedCutoffPerQuery;
  if (cutoff !== undefined && cutoff < CUTOFF_BYTES_MIN) {
    throw invalidRequest(`BytesScannedCutoffPerQuery must be at least ${CUTOFF_BYTES_MIN}`);
  }
  return configuration;
}

function updated(
  before: WorkGroupConfiguration,
  updates: WorkGroupConfigurationUpdates,
): WorkGroupConfiguration {
  const { ResultConfigurationUpdates, RemoveBytesScannedCutoffPerQuery, ...plain } = updates;
  const { RemoveOutputLocation, RemoveEncryptionConfiguration, RemoveExpectedBucketOwner, ...results } =
    ResultConfigurationUpdates ?? {};
  const configuration = { ...before, ...defined(plain) };
  const result = { ...before.ResultConfiguration, ...defined(results) };
  if (RemoveBytesScannedCutoffPerQuery === true) delete configuration.BytesScannedCutoffPerQuery;
  if (RemoveOutputLocation === true) delete result.OutputLocation;
  if (RemoveEncryptionConfiguration === true) delete result.EncryptionConfiguration;
  if (RemoveExpectedBucketOwner === true) delete result.ExpectedBucketOwner;
  return { ...configuration, ResultConfiguration: result };
}

function defined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
