import type { ServiceLevelObjective } from '@aws-sdk/client-application-signals';
import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { type ObjectiveRecord, objectives } from './store.ts';

export function objectiveArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:application-signals:${region}:${accountId}:slo/${name}`;
}

/** Calls name an objective by its name or its ARN. */
function nameOf(id: string | undefined): string {
  return parseArn(id ?? '')?.resource.replace(/^slo\//, '') ?? id ?? '';
}

export function objectiveRequest(
  context: RequestContext,
  action: string,
  id: string | undefined,
): AuthorizationRequest {
  return { action: `application-signals:${action}`, resource: objectiveArn(context, nameOf(id)) };
}

export function requireObjective(context: RequestContext, id: string | undefined): ObjectiveRecord {
  const found = objectives(context.cloud).get(context, nameOf(id));
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', `Service level objective ${id} does not exist`, {
    status: 404,
    details: { ResourceType: 'ServiceLevelObjective', ResourceId: nameOf(id) },
  });
}

export function renderObjective(record: ObjectiveRecord): ServiceLevelObjective {
  const { indicator } = record;
  return {
    Arn: record.arn,
    Name: record.name,
    Description: record.description,
    CreatedTime: new Date(record.createdAt),
    LastUpdatedTime: new Date(record.updatedAt),
    EvaluationType: 'PeriodBased',
    Goal: record.goal,
    BurnRateConfigurations: [...record.burnRates],
    Sli: {
      ComparisonOperator: indicator.comparison,
      MetricThreshold: indicator.threshold,
      SliMetric: {
        MetricDataQueries: [
          {
            Id: indicator.id,
            ReturnData: true,
            MetricStat: {
              Metric: {
                Namespace: indicator.namespace,
                MetricName: indicator.name,
                Dimensions: indicator.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
              },
              Period: indicator.periodSeconds,
              Stat: indicator.statistic,
            },
          },
        ],
      },
    },
  };
}
