import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';

import { ACCESS_METRIC_NAMESPACE, grantsDimensions, OVERDUE_GRANTS } from '../../core/naming/names.ts';
import type { SweepReport } from './sweep-report.ts';

/** Says how many grants are past their last day after a sweep; silence means that no sweep came to its end. */
export async function publishOverdue(
  cloudwatch: CloudWatchClient,
  { overdue, domain, at }: SweepReport,
  of: { readonly mesh: string; readonly environment: string },
): Promise<void> {
  const dimensions = grantsDimensions({ ...of, domain });
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: ACCESS_METRIC_NAMESPACE,
      MetricData: [
        {
          MetricName: OVERDUE_GRANTS,
          Value: overdue,
          Unit: 'Count',
          Timestamp: new Date(at),
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
      ],
    }),
  );
}
