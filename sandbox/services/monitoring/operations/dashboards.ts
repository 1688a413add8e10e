import type {
  DeleteDashboardsCommandInput,
  DeleteDashboardsCommandOutput,
  GetDashboardCommandInput,
  GetDashboardCommandOutput,
  ListDashboardsCommandInput,
  ListDashboardsCommandOutput,
  PutDashboardCommandInput,
  PutDashboardCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { type DashboardRecord, dashboards } from '../alarm-store.ts';
import { dashboardScope } from '../tagged.ts';

const NAME = /^[\w-]{1,255}$/;
const BODY_BYTES_MAX = 1024 * 1024;

const arnOf = ({ accountId }: RequestContext, name: string) =>
  `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
const on = (context: RequestContext, action: string, name: string | undefined) => [
  { action: `cloudwatch:${action}`, resource: arnOf(context, name ?? '') },
];

function requireDashboard(context: RequestContext, name: string | undefined): DashboardRecord {
  const found = dashboards(context.cloud).get(dashboardScope(context), name ?? '');
  if (found) return found;
  throw new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, { status: 404 });
}

export const putDashboard = defineOperation<PutDashboardCommandInput, PutDashboardCommandOutput>({
  service: 'monitoring',
  name: 'PutDashboard',
  members: ['DashboardBody', 'DashboardName', 'Tags'],
  authorize: (input, context) => [
    ...on(context, 'PutDashboard', input.DashboardName),
    ...(input.Tags?.length ? on(context, 'TagResource', input.DashboardName) : []),
  ],
  handle: (input, context) => {
    const name = input.DashboardName ?? '';
    if (!NAME.test(name))
      throw new AwsError('InvalidParameterInput', `${JSON.stringify(name)} is no name of a dashboard`);
    const body = requireBody(input.DashboardBody ?? '');
    const scope = dashboardScope(context);
    // Tags count when a dashboard is made; later ones go through `TagResource`.
    const tags = dashboards(context.cloud).get(scope, name)?.tags ?? input.Tags ?? [];
    const record = { arn: arnOf(context, name), body, modifiedAt: context.now.toISOString(), tags };
    dashboards(context.cloud).put(scope, name, record);
    return { DashboardValidationMessages: [] };
  },
});

function requireBody(text: string): string {
  if (Buffer.byteLength(text) > BODY_BYTES_MAX)
    throw new AwsError('InvalidParameterInput', `a dashboard has at most ${BODY_BYTES_MAX} bytes`);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'widgets' in body && Array.isArray(body.widgets))
      return text;
  } catch {
    // Answered below.
  }
  throw new AwsError('InvalidParameterInput', 'the body of a dashboard is JSON with an array of widgets');
}

export const getDashboard = defineOperation<GetDashboardCommandInput, GetDashboardCommandOutput>({
  service: 'monitoring',
  name: 'GetDashboard',
  members: ['DashboardName'],
  authorize: (input, context) => on(context, 'GetDashboard', input.DashboardName),
  handle: (input, context) => {
    const { arn, body } = requireDashboard(context, input.DashboardName);
    return { DashboardArn: arn, DashboardBody: body, DashboardName: input.DashboardName };
  },
});

export const listDashboards = defineOperation<ListDashboardsCommandInput, ListDashboardsCommandOutput>({
  service: 'monitoring',
  name: 'ListDashboards',
  members: ['DashboardNamePrefix'],
  authorize: () => [{ action: 'cloudwatch:ListDashboards', resource: '*' }],
  handle: (input, context) => ({
    DashboardEntries: dashboards(context.cloud)
      .list(dashboardScope(context), input.DashboardNamePrefix ?? '')
      .map(([DashboardName, { arn, body, modifiedAt }]) => ({
        DashboardName,
        DashboardArn: arn,
        LastModified: new Date(modifiedAt),
        Size: Buffer.byteLength(body),
      })),
  }),
});

export const deleteDashboards = defineOperation<DeleteDashboardsCommandInput, DeleteDashboardsCommandOutput>({
  service: 'monitoring',
  name: 'DeleteDashboards',
  members: ['DashboardNames'],
  authorize: (input, context) =>
    (input.DashboardNames ?? []).flatMap((name) => on(context, 'DeleteDashboards', name)),
  handle: (input, context) => {
    const names = input.DashboardNames ?? [];
    for (const name of names) requireDashboard(context, name);
    context.cloud.store.transaction(() => {
      for (const name of names) dashboards(context.cloud).delete(dashboardScope(context), name);
    });
    return {};
  },
});
