import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import * as alarms from './operations/alarms.ts';
import * as dashboards from './operations/dashboards.ts';
import { putCompositeAlarm, putMetricAlarm } from './operations/put-alarms.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { getMetricData, getMetricStatistics, listMetrics } from './operations/read-metrics.ts';
import * as tags from './operations/tags.ts';
import { alarmWatch } from './refresh-alarms.ts';

/** Amazon CloudWatch: metrics, alarms and dashboards. */
export function createMonitoringService(cloud: Cloud): Service {
  return {
    name: 'monitoring',
    operations: {
      DeleteAlarms: alarms.deleteAlarms,
      DeleteDashboards: dashboards.deleteDashboards,
      DescribeAlarms: alarms.describeAlarms,
      GetDashboard: dashboards.getDashboard,
      GetMetricData: getMetricData,
      GetMetricStatistics: getMetricStatistics,
      ListDashboards: dashboards.listDashboards,
      ListMetrics: listMetrics,
      ListTagsForResource: tags.listTagsForResource,
      PutCompositeAlarm: putCompositeAlarm,
      PutDashboard: dashboards.putDashboard,
      PutMetricAlarm: putMetricAlarm,
      PutMetricData: putMetricData,
      TagResource: tags.tagResource,
      UntagResource: tags.untagResource,
    },
    stop: () => alarmWatch(cloud).stop(),
  };
}

/** From now on, alarms are looked at by the clock; until then only when somebody asks for them. */
export function startAlarms(cloud: Cloud): void {
  alarmWatch(cloud).start();
}
