import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DEAD_LETTER_QUEUES, METRIC_NAMESPACE, stateMachineArn } from '../../../core/naming/names.ts';
import { objectivesOf } from '../../../core/slo/objectives.ts';
import { metricDimensions, type ProductMetric } from '../../../core/slo/product-metrics.ts';
import type { Product } from '../../../core/spec/mesh.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { WATCHED_FUNCTIONS } from '../functions/function-names.ts';
import { alarms, type Chart, chart, dashboardBody, type DashboardMetric, search } from './dashboard-body.ts';

export type DomainDashboardProps = { readonly domain: DomainScope };

/** A chart of three metrics for each stays within AWS's 500 metrics of a dashboard. */
const PRODUCTS_MAX = 100;
/** AWS's limit on one widget of alarms. */
const ALARMS_MAX = 100;

const PRODUCT_DIMENSIONS = ['Domain', 'Environment', 'Mesh', 'Product'];
const HOUR = { statistic: 'Sum', periodMinutes: 60 } as const;

/** How a domain does: alarms, freshness against what is promised, runs, failures, queues, scanned bytes. */
export class DomainDashboard extends CfnDashboard {
  constructor(scope: Construct, id: string, { domain }: DomainDashboardProps) {
    const products = domain.domain.products.slice(0, PRODUCTS_MAX);
    const charts: readonly Chart[] = [
      freshness(domain, products),
      ownFigures(domain),
      runs(domain, products),
      failures(domain, products),
      deadLetters(domain),
      scannedBytes(domain),
    ];
    super(scope, id, {
      dashboardName: domain.separatedName('products'),
      dashboardBody: dashboardBody([
        alarms(`Alarms of ${domain.domain.title}`, alarmArns(domain, products)),
        ...charts.map((one) => chart(domain.region, one)),
      ]),
    });
  }
}

function alarmArns(domain: DomainScope, products: readonly Product[]): readonly string[] {
  const own = [
    'undelivered-messages',
    'failed-messages',
    'function-errors',
    'access-overdue',
    'measurement-silent',
  ];
  const names = products.flatMap((product) => [
    `${product.name}-v${product.major}-run-failed`,
    ...objectivesOf(product).map(({ name }) => `${product.name}-v${product.major}-${name}-burns-fast`),
  ]);
  const base = domain.alarmsArn.slice(0, -1);
  return [...own, ...names].slice(0, ALARMS_MAX).map((name) => `${base}${name}`);
}

/** Each product's age as a share of what it promises, so that one line serves all. */
function freshness(domain: DomainScope, products: readonly Product[]): Chart {
  const metrics = products.flatMap((product, index) =>
    objectivesOf(product).flatMap(({ metric, atMost }): DashboardMetric[] => [
      [...productMetric(domain, product, metric), { id: `age${index}`, visible: false }],
      [
        {
          expression: `100 * age${index} / ${atMost}`,
          label: `${product.name} (${atMost} h)`,
          id: `share${index}`,
        },
      ],
    ]),
  );
  return {
    title: 'Freshness, percent of what is promised',
    metrics,
    statistic: 'Maximum',
    periodMinutes: 15,
    line: { value: 100, label: 'promised' },
  };
}

function productMetric(domain: DomainScope, product: Product, metric: ProductMetric): string[] {
  const { names } = domain.scope;
  const dimensions = metricDimensions({
    ...names,
    domain: product.domain,
    product: product.name,
    major: product.major,
  });
  return [METRIC_NAMESPACE, metric, ...Object.entries(dimensions).flat()];
}

function ownFigures(domain: DomainScope): Chart {
  const { mesh, environment } = domain.scope.names;
  const where = { Mesh: mesh, Environment: environment, Domain: domain.domain.name };
  const expressions = (['Completeness', 'Validity'] as const).map((metric) =>
    search({ namespace: METRIC_NAMESPACE, dimensions: PRODUCT_DIMENSIONS, metric }, where, {
      statistic: 'Minimum',
      periodMinutes: 15,
    }),
  );
  return {
    title: 'Completeness and validity of what is published',
    metrics: expressions.map((expression): DashboardMetric => [{ expression }]),
    statistic: 'Minimum',
    periodMinutes: 15,
  };
}

function runs(domain: DomainScope, products: readonly Product[]): Chart {
  return {
    title: 'Runs that ended well, by the hour',
    metrics: executions(domain, products, 'ExecutionsSucceeded'),
    ...HOUR,
  };
}

function failures(domain: DomainScope, products: readonly Product[]): Chart {
  const functions = WATCHED_FUNCTIONS.map(
    (name): DashboardMetric => ['AWS/Lambda', 'Errors', 'FunctionName', domain.name(name), { label: name }],
  );
  return {
    title: 'Runs that failed, and functions',
    metrics: [...executions(domain, products, 'ExecutionsFailed'), ...functions],
    ...HOUR,
  };
}

function executions(
  domain: DomainScope,
  products: readonly Product[],
  metric: string,
): readonly DashboardMetric[] {
  const { scope, account } = domain;
  return products.map((product) => [
    'AWS/States',
    metric,
    'StateMachineArn',
    stateMachineArn(scope.names, account, product),
    { label: `${product.name}-v${product.major}` },
  ]);
}

function deadLetters(domain: DomainScope): Chart {
  return {
    title: 'Messages in the queues of dead letters',
    metrics: DEAD_LETTER_QUEUES.map(
      (queue): DashboardMetric => [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        'QueueName',
        domain.name(queue),
        { label: queue },
      ],
    ),
    statistic: 'Maximum',
    periodMinutes: 5,
  };
}

/** Athena counts by state and type of the query, which a search does not need to know. */
function scannedBytes(domain: DomainScope): Chart {
  const workgroups = ['pipeline', 'analyst', 'engineer', ...domain.domain.roles.map(({ name }) => name)];
  return {
    title: 'Bytes that Athena scanned, by workgroup and hour',
    metrics: workgroups.map((name): DashboardMetric => {
      const found = search(
        {
          namespace: 'AWS/Athena',
          dimensions: ['QueryState', 'QueryType', 'WorkGroup'],
          metric: 'ProcessedBytes',
        },
        { WorkGroup: domain.name(name) },
        HOUR,
      );
      return [{ expression: `SUM(${found})`, label: name }];
    }),
    ...HOUR,
  };
}
