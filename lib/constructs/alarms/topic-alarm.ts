import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';

export type AlarmMetric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
};

export type TopicAlarmProps = {
  readonly domain: DomainScope;
  /** Behind the domain's prefix, for example `access-overdue`. */
  readonly name: string;
  /** What has happened, and what to do. */
  readonly description: string;
  /** By the id that the expression uses. */
  readonly metrics: Readonly<Record<string, AlarmMetric>>;
  /** Metric math over the metrics; the alarm sounds while it does not hold. */
  readonly expression: string;
  readonly comparison: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly periodMinutes: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  readonly missing: 'breaching' | 'ignore' | 'notBreaching';
};

/** An alarm that tells its domain's topic when it begins and when it ends. */
export class TopicAlarm extends CfnAlarm {
  constructor(scope: Construct, id: string, props: TopicAlarmProps) {
    const { domain, periods = 1, periodMinutes } = props;
    const metrics = Object.entries(props.metrics).map(([metricId, metric]) => ({
      id: metricId,
      returnData: false,
      metricStat: {
        metric: {
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ name, value })),
        },
        period: periodMinutes * 60,
        stat: metric.statistic,
      },
    }));
    super(scope, id, {
      alarmName: domain.separatedName(props.name),
      alarmDescription: props.description,
      metrics: [
        ...metrics,
        { id: 'result', expression: props.expression, label: props.name, returnData: true },
      ],
      comparisonOperator: props.comparison,
      threshold: props.threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: props.missing,
      alarmActions: [domain.alarmTopicArn],
      okActions: [domain.alarmTopicArn],
    });
  }
}
