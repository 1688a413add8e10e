import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnStateMachine, CfnStateMachineAlias, CfnStateMachineVersion } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { stateMachineName } from '../../../core/naming/names.ts';
import type { ProductManifest } from '../../../core/pipeline/manifest.ts';
import type { RunTrigger } from '../../../core/pipeline/run.ts';
import { stateMachineDefinition } from '../../../core/pipeline/state-machine.ts';
import type { Product } from '../../../core/spec/mesh.ts';
import type { DomainScope } from '../../domain-scope.ts';

export type ProductPipelineProps = {
  readonly domain: DomainScope;
  readonly product: Product;
  readonly manifest: ProductManifest;
  /** SSM parameter that points to the manifest. */
  readonly parameter: string;
};

/** Triggers point at this alias, so that a version can be rolled back without touching them. */
const ALIAS = 'live';

/** The state machine of a product, its alias `live`, and what starts it. */
export class ProductPipeline extends Construct {
  readonly #props: ProductPipelineProps;
  readonly #alias: CfnStateMachineAlias;

  constructor(scope: Construct, id: string, props: ProductPipelineProps) {
    super(scope, id);
    this.#props = props;
    this.#alias = this.#addMachine();
    this.#startOnLanding();
    this.#startOnUpstreams();
    this.#startOnSchedule();
  }

  #addMachine(): CfnStateMachineAlias {
    const { domain, product, manifest, parameter } = this.#props;
    const name = stateMachineName(domain.scope.names, product.domain, product.name, product.major);
    const definition = stateMachineDefinition(manifest, parameter, {
      resolveRun: domain.functionArn('resolve-run'),
      auditGate: domain.functionArn('audit-gate'),
      publishSnapshot: domain.functionArn('publish-snapshot'),
      recordFailure: domain.functionArn('record-failure'),
    });
    const machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: 'STANDARD',
      roleArn: domain.roleArn('pipeline'),
      definitionString: JSON.stringify(definition),
      loggingConfiguration: {
        level: 'ALL',
        // Execution data may hold examples of offending values.
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: domain.pipelineLogsArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    const version = new CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: machine.attrArn,
      stateMachineRevisionId: machine.attrStateMachineRevisionId,
    });
    return new CfnStateMachineAlias(this, 'Alias', {
      name: ALIAS,
      routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }],
    });
  }

  /** S3 tells the account's default bus of each object that lands. */
  #startOnLanding(): void {
    const { domain, product } = this.#props;
    if (product.sources.length === 0) return;
    this.#rule('Landed', 'landing', {
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [domain.bucket('landing')] },
          object: { key: product.sources.map(({ prefix }) => ({ prefix })) },
        },
      },
    });
  }

  #startOnUpstreams(): void {
    const { domain, product } = this.#props;
    if (product.after === 'none' || product.upstreams.length === 0) return;
    const upstreams = [...new Set(product.upstreams.map(({ product: id }) => id))].toSorted();
    this.#rule('Upstream', 'upstream', {
      eventBusName: domain.bus,
      eventPattern: {
        source: ['freehold'],
        'detail-type': ['ProductPublished'],
        detail: { product: upstreams },
      },
    });
  }

  #rule(
    id: string,
    trigger: RunTrigger,
    match: { readonly eventBusName?: string; readonly eventPattern: unknown },
  ): void {
    const { domain, product } = this.#props;
    new CfnRule(this, id, {
      name: domain.separatedName(`${product.name}-v${product.major}-${trigger}`),
      ...match,
      targets: [
        {
          id: 'run',
          arn: this.#alias.attrArn,
          roleArn: domain.roleArn('starter'),
          input: JSON.stringify({ trigger }),
          retryPolicy: { maximumRetryAttempts: 24, maximumEventAgeInSeconds: 86_400 },
          deadLetterConfig: { arn: domain.queueArn('undelivered') },
        },
      ],
    });
  }

  #startOnSchedule(): void {
    const { domain, product } = this.#props;
    if (!product.schedule) return;
    new CfnSchedule(this, 'Schedule', {
      name: domain.name(`${product.name}-v${product.major}`),
      groupName: domain.name('schedules'),
      scheduleExpression: product.schedule.expression,
      scheduleExpressionTimezone: product.schedule.timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.#alias.attrArn,
        roleArn: domain.roleArn('starter'),
        input: JSON.stringify({ trigger: 'schedule' }),
        retryPolicy: { maximumRetryAttempts: 24, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: domain.queueArn('undelivered') },
      },
    });
  }
}
