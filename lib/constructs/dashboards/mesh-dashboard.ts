import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { domainName, METRIC_NAMESPACE } from '../../../core/naming/names.ts';
import { PRODUCT_METRICS } from '../../../core/slo/product-metrics.ts';
import { type MeshScope, PLATFORM_DOMAIN } from '../../mesh-scope.ts';
import { type Chart, chart, dashboardBody, search } from './dashboard-body.ts';

export type MeshDashboardProps = { readonly mesh: MeshScope };

const PRODUCT_DIMENSIONS = ['Domain', 'Environment', 'Mesh', 'Product'];
const TITLES = {
  FreshnessHours: 'Age of the data, in hours',
  Completeness: 'Completeness of what is published',
  Validity: 'Validity of what is published',
  PublicationAgeHours: 'Age of the last publication, in hours',
} as const;
const WORST = {
  FreshnessHours: 'Maximum',
  Completeness: 'Minimum',
  Validity: 'Minimum',
  PublicationAgeHours: 'Maximum',
} as const;

/**
 * Every product of the mesh, whichever domains there are: searches find what is measured, so that nothing here
 * changes when a domain comes. Domains in other accounts are found once those are linked to the platform's.
 */
export class MeshDashboard extends CfnDashboard {
  constructor(scope: Construct, id: string, { mesh }: MeshDashboardProps) {
    const { names } = mesh;
    const where = { Mesh: names.mesh, Environment: names.environment };
    const charts = PRODUCT_METRICS.map((metric): Chart => {
      const how = { statistic: WORST[metric], periodMinutes: 15 } as const;
      const schema = { namespace: METRIC_NAMESPACE, dimensions: PRODUCT_DIMENSIONS, metric };
      return { title: TITLES[metric], metrics: [[{ expression: search(schema, where, how) }]], ...how };
    });
    super(scope, id, {
      dashboardName: domainName(names, PLATFORM_DOMAIN, '-mesh'),
      dashboardBody: dashboardBody(charts.map((one) => chart(names.region, one))),
    });
  }
}
