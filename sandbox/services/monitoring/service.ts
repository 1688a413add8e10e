import type { Service } from '../../cloud/service.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { getMetricData, getMetricStatistics, listMetrics } from './operations/read-metrics.ts';

/** Amazon CloudWatch: metrics. */
export const monitoringService: Service = {
  name: 'monitoring',
  operations: {
    PutMetricData: putMetricData,
    ListMetrics: listMetrics,
    GetMetricStatistics: getMetricStatistics,
    GetMetricData: getMetricData,
  },
};
