import type { Tag } from '@aws-sdk/client-cloudwatch';
import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { alarms, dashboards } from './alarm-store.ts';

/** Tags of something, and how to set them. */
type Tagged = { readonly tags: readonly Tag[]; readonly set: (tags: readonly Tag[]) => void };

/** An alarm or a dashboard, by its ARN. */
export function requireTagged(context: RequestContext, arn: string | undefined): Tagged {
  const { resource = '' } = parseArn(arn ?? '') ?? {};
  const name = resource.replace(/^(alarm:|dashboard\/)/, '');
  const found = resource.startsWith('dashboard/') ? dashboard(context, name) : alarm(context, name);
  if (found && found.arn === arn) return found;
  throw new AwsError(
    'ResourceNotFoundException',
    `${arn} does not exist; the sandbox tags alarms and dashboards`,
    { status: 404 },
  );
}

function alarm(context: RequestContext, name: string): (Tagged & { readonly arn: string }) | undefined {
  const record = alarms(context.cloud).get(context, name);
  if (!record) return undefined;
  const { arn, tags } = record;
  return {
    arn,
    tags,
    set: (changed) => alarms(context.cloud).put(context, name, { ...record, tags: changed }),
  };
}

function dashboard(context: RequestContext, name: string): (Tagged & { readonly arn: string }) | undefined {
  const scope = dashboardScope(context);
  const record = dashboards(context.cloud).get(scope, name);
  if (!record) return undefined;
  const { arn, tags } = record;
  return {
    arn,
    tags,
    set: (changed) => dashboards(context.cloud).put(scope, name, { ...record, tags: changed }),
  };
}

/** Dashboards belong to an account, not to a region. */
export function dashboardScope({ accountId }: RequestContext) {
  return { accountId, region: 'global' };
}
