import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, stateMachineArn } from '../../../core/naming/names.ts';
import {
  ATTAINMENT_GOAL,
  BURN_ALERTS,
  type BurnAlert,
  GOAL_DAYS,
  MEASURED_EVERY_MINUTES,
  type Objective,
  objectivesOf,
} from '../../../core/slo/objectives.ts';
import { metricDimensions } from '../../../core/slo/product-metrics.ts';
import type { Product } from '../../../core/spec/mesh.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { type AlarmMetric, TopicAlarm } from './topic-alarm.ts';

export type ProductAlarmsProps = { readonly domain: DomainScope; readonly product: Product };

const GUIDE = 'See docs/how-to/answer-an-alarm.md.';

/** What a domain is told of one product: failed runs, and promises that are being broken. */
export class ProductAlarms extends Construct {
  readonly #domain: DomainScope;
  readonly #product: Product;

  constructor(scope: Construct, id: string, props: ProductAlarmsProps) {
    super(scope, id);
    this.#domain = props.domain;
    this.#product = props.product;
    this.#failedRuns();
    for (const objective of objectivesOf(props.product)) {
      const resource = this.#objective(objective);
      for (const alert of BURN_ALERTS) this.#burns(objective, alert).addResourceDependency(resource);
    }
  }

  get #name(): string {
    return `${this.#product.name}-v${this.#product.major}`;
  }

  #failedRuns(): void {
    new TopicAlarm(this, 'RunFailed', {
      domain: this.#domain,
      name: `${this.#name}-run-failed`,
      description: `A run of ${this.#product.id} was refused or failed; readers keep what they had. ${GUIDE}`,
      metrics: { failed: this.#executions('ExecutionsFailed'), late: this.#executions('ExecutionsTimedOut') },
      expression: 'SUM(FILL(METRICS(), 0))',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodMinutes: 5,
      missing: 'notBreaching',
    });
  }

  #executions(name: 'ExecutionsFailed' | 'ExecutionsTimedOut'): AlarmMetric {
    const { scope, account } = this.#domain;
    const machine = stateMachineArn(scope.names, account, this.#product);
    return {
      namespace: 'AWS/States',
      name,
      dimensions: { StateMachineArn: machine },
      statistic: 'Sum',
    };
  }

  #objective(objective: Objective): CfnServiceLevelObjective {
    const { names } = this.#domain.scope;
    const { domain, name: product, major } = this.#product;
    const dimensions = metricDimensions({ ...names, domain, product, major });
    return new CfnServiceLevelObjective(this, `Objective-${objective.name}`, {
      name: this.#objectiveName(objective),
      description: `${this.#product.id} v${major}: ${objective.statement}`,
      goal: {
        attainmentGoal: ATTAINMENT_GOAL,
        interval: { rollingInterval: { duration: GOAL_DAYS, durationUnit: 'DAY' } },
      },
      sli: {
        comparisonOperator: 'LessThanOrEqualTo',
        metricThreshold: objective.atMost,
        sliMetric: {
          metricDataQueries: [
            {
              id: 'measured',
              returnData: true,
              metricStat: {
                metric: {
                  namespace: METRIC_NAMESPACE,
                  metricName: objective.metric,
                  dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
                },
                period: MEASURED_EVERY_MINUTES * 60,
                stat: 'Maximum',
              },
            },
          ],
        },
      },
      burnRateConfigurations: BURN_ALERTS.flatMap(({ shortMinutes, longMinutes }) => [
        { lookBackWindowMinutes: shortMinutes },
        { lookBackWindowMinutes: longMinutes },
      ]),
    });
  }

  #objectiveName({ name }: Objective): string {
    return this.#domain.separatedName(`${this.#name}-${name}`);
  }

  /** Without data the alarm stays as it is: that nothing is measured is told by an alarm of its own. */
  #burns(objective: Objective, { name, rate, longMinutes, shortMinutes }: BurnAlert): TopicAlarm {
    return new TopicAlarm(this, `Burns-${objective.name}-${name}`, {
      domain: this.#domain,
      name: `${this.#name}-${objective.name}-burns-${name}`,
      description: `${this.#product.id} breaks its promise that ${objective.statement}: over ${longMinutes} and ${shortMinutes} minutes its error budget burns at ${rate} times the rate that lasts ${GOAL_DAYS} days. ${GUIDE}`,
      metrics: {
        long: this.#burnRate(objective, longMinutes),
        short: this.#burnRate(objective, shortMinutes),
      },
      expression: `IF(long > ${rate} AND short > ${rate}, 1, 0)`,
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodMinutes: MEASURED_EVERY_MINUTES,
      missing: 'ignore',
    });
  }

  #burnRate(objective: Objective, minutes: number): AlarmMetric {
    return {
      namespace: 'AWS/ApplicationSignals',
      name: 'BurnRate',
      dimensions: { SloName: this.#objectiveName(objective), BurnRateWindowMinutes: String(minutes) },
      statistic: 'Maximum',
    };
  }
}
