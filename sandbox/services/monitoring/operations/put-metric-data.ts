import type { PutMetricDataCommandInput, PutMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { defineOperation } from '../../../cloud/operation.ts';
import { dimensionsOf, invalid, pointOf } from '../metric-input.ts';
import { metricKey, metrics, POINTS_KEPT_MAX } from '../store.ts';

const METRICS_MAX = 1_000;

export const putMetricData = defineOperation<PutMetricDataCommandInput, PutMetricDataCommandOutput>({
  service: 'monitoring',
  name: 'PutMetricData',
  authorize: ({ Namespace = '' }) => [
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
  ],
  handle: ({ Namespace: namespace = '', MetricData: data = [], EntityMetricData }, context) => {
    if (EntityMetricData) throw invalid('the sandbox takes MetricData, no EntityMetricData');
    if (data.length > METRICS_MAX)
      throw invalid(`${data.length} metrics are more than ${METRICS_MAX} at once`);
    if (namespace === '' || namespace.startsWith('AWS/'))
      throw invalid(`namespace "${namespace}" is not yours`);
    context.cloud.store.transaction(() => {
      for (const datum of data) {
        const metric = {
          namespace,
          name: datum.MetricName ?? '',
          dimensions: dimensionsOf(datum.Dimensions),
        };
        const key = metricKey(metric);
        const before = metrics(context.cloud).get(context, key)?.points ?? [];
        const points = [...before, pointOf(datum, context.now)].slice(-POINTS_KEPT_MAX);
        metrics(context.cloud).put(context, key, { ...metric, points });
      }
    });
    return {};
  },
});
