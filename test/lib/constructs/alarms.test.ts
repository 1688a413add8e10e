import { join, resolve } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpecFiles } from '../../../cli/load/load-spec-files.ts';
import { compilePolicy } from '../../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../../core/access/iam/evaluate.ts';
import type { Domain, Mesh } from '../../../core/spec/mesh.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import { DomainAlarms } from '../../../lib/constructs/alarms/domain-alarms.ts';
import { ProductAlarms } from '../../../lib/constructs/alarms/product-alarms.ts';
import { DomainDashboard } from '../../../lib/constructs/dashboards/domain-dashboard.ts';
import { MeshDashboard } from '../../../lib/constructs/dashboards/mesh-dashboard.ts';
import { DomainKey } from '../../../lib/constructs/key/domain-key.ts';
import { DomainScope } from '../../../lib/domain-scope.ts';
import { meshScope } from '../../../lib/mesh-scope.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

let mesh: Mesh;
beforeAll(async () => {
  const { files } = await loadSpecFiles(join(resolve(import.meta.dirname, '../../..'), 'examples/aviation'));
  const resolved = resolveMesh(files, { now: NOW });
  if (!resolved.mesh) throw new Error(JSON.stringify(resolved.diagnostics));
  mesh = resolved.mesh;
});

type Json = Readonly<Record<string, unknown>>;

function domainOf(name: string, change: Partial<Domain> = {}): DomainScope {
  const domain = mesh.domains.find((one) => one.name === name);
  if (!domain) throw new Error(`no domain ${name}`);
  const changed = { ...domain, ...change };
  return new DomainScope(meshScope({ ...mesh, domains: [...mesh.domains, changed] }, 'local'), changed);
}

function stackOf(domain: DomainScope): Stack {
  return new Stack(new App(), 'Stack', { env: { account: domain.account, region: domain.region } });
}

const templates = new Map<string, Template>();

/** Synthesized once for a domain. */
function domainTemplate(domain: DomainScope): Template {
  const key = `${domain.name('')} ${domain.domain.products.length}`;
  const template = templates.get(key) ?? synthesizeDomain(domain);
  templates.set(key, template);
  return template;
}

function synthesizeDomain(domain: DomainScope): Template {
  const stack = stackOf(domain);
  const encryptionKey = new DomainKey(stack, 'Key', {
    alias: domain.name('data'),
    users: domain.keyUsers,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  new DomainAlarms(stack, 'Alarms', { domain, encryptionKey });
  new DomainDashboard(stack, 'Dashboard', { domain });
  return Template.fromStack(stack);
}

/** Properties of all resources of a type. */
function all(template: Template, type: string): readonly Json[] {
  return Object.values(template.findResources(type)).map((resource) => resource['Properties']);
}

describe('the alarms of a domain', () => {
  it('are few, go to its topic when they begin and end, and say where to read on', () => {
    const domain = domainOf('operations');
    const alarms = all(domainTemplate(domain), 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ AlarmName }) => AlarmName).toSorted()).toMatchInlineSnapshot(`
      [
        "aviation-local-operations--access-overdue",
        "aviation-local-operations--failed-messages",
        "aviation-local-operations--function-errors",
        "aviation-local-operations--measurement-silent",
        "aviation-local-operations--undelivered-messages",
      ]
    `);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        AlarmActions: [domain.alarmTopicArn],
        OKActions: [domain.alarmTopicArn],
      });
      expect(alarm['AlarmDescription']).toContain('docs/how-to/answer-an-alarm.md');
    }
  });

  it('sound when access is overdue, and take silence of the sweep for it', () => {
    const template = domainTemplate(domainOf('operations'));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'aviation-local-operations--access-overdue',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'breaching',
      Metrics: [
        {
          Id: 'overdue',
          ReturnData: false,
          MetricStat: {
            Metric: {
              Namespace: 'Freehold/Access',
              MetricName: 'OverdueGrants',
              Dimensions: [
                { Name: 'Mesh', Value: 'aviation' },
                { Name: 'Environment', Value: 'local' },
                { Name: 'Domain', Value: 'operations' },
              ],
            },
            Period: 3_600,
            Stat: 'Maximum',
          },
        },
        { Id: 'result', Expression: 'overdue', Label: 'access-overdue', ReturnData: true },
      ],
    });
  });

  it('watch no function whose error may be a refusal', () => {
    const [watched] = all(domainTemplate(domainOf('operations')), 'AWS::CloudWatch::Alarm').filter(
      ({ AlarmName }) => String(AlarmName).endsWith('--function-errors'),
    );
    for (const name of ['resolve-run', 'audit-gate', 'publish-snapshot'])
      expect(JSON.stringify(watched?.['Metrics'])).not.toContain(name);
  });

  it('are mailed to the domain’s owner', () => {
    const domain = domainOf('operations');
    expect(all(domainTemplate(domain), 'AWS::SNS::Subscription')).toEqual([
      expect.objectContaining({ Protocol: 'email', Endpoint: domain.domain.owner.email }),
    ]);
  });
});

describe('topic and queues of a domain', () => {
  it('are encrypted with its key, take TLS only, and keep messages for fourteen days', () => {
    const template = domainTemplate(domainOf('operations'));
    const key = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };
    expect(all(template, 'AWS::SNS::Topic')).toEqual([expect.objectContaining({ KmsMasterKeyId: key })]);
    const queues = all(template, 'AWS::SQS::Queue');
    expect(queues.map(({ QueueName }) => QueueName).toSorted()).toEqual([
      'aviation-local-operations-failed',
      'aviation-local-operations-undelivered',
    ]);
    for (const queue of queues) {
      expect(queue).toMatchObject({ KmsMasterKeyId: key, MessageRetentionPeriod: 1_209_600 });
    }
    const policies = [...all(template, 'AWS::SNS::TopicPolicy'), ...all(template, 'AWS::SQS::QueuePolicy')];
    expect(policies).toHaveLength(3);
    for (const { PolicyDocument } of policies) {
      expect(PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      });
    }
  });

  /** Whether the policy lets the service in for a source of the account. */
  const admits = (
    template: Template,
    type: string,
    call: { service: string; action: string; source: string },
  ) =>
    all(template, type).some(({ PolicyDocument }) => {
      // The only tokens are the resources that the policies belong to.
      const text = JSON.stringify(PolicyDocument).replaceAll(/\{"(Ref|Fn::GetAtt)":[^}]*\}/g, '"*"');
      const decision = evaluate(
        {
          principal: { kind: 'service', service: call.service },
          action: call.action,
          resource: 'arn:aws:sqs:eu-west-1:111122223333:queue',
          resourceAccount: call.source.split(':')[4] ?? '',
          mustAllowByResource: true,
          context: {
            'aws:SourceArn': call.source,
            'aws:SourceAccount': call.source.split(':')[4] ?? '',
            'aws:SecureTransport': 'true',
          },
        },
        { identity: [], resource: { name: type, policy: compilePolicy(JSON.parse(text)) } },
      );
      return decision.kind === 'allowed';
    });

  it('take nothing for a domain whose name begins with theirs, or for another account', () => {
    const domain = domainOf('operations');
    const twin = domainOf('operations', { name: 'operations-eu' });
    const template = domainTemplate(domain);
    const { account } = domain;
    const alarm = (of: DomainScope) => ({
      service: 'cloudwatch.amazonaws.com',
      action: 'sns:Publish',
      source: of.alarmsArn.replace('*', 'x-run-failed'),
    });
    expect(admits(template, 'AWS::SNS::TopicPolicy', alarm(domain))).toBe(true);
    expect(admits(template, 'AWS::SNS::TopicPolicy', alarm(twin))).toBe(false);
    for (const index of [0, 1]) {
      const rule = (of: DomainScope, where = account) => ({
        service: 'events.amazonaws.com',
        action: 'sqs:SendMessage',
        source: (of.rulesArns[index] ?? '').replace('*', 'x').replace(account, where),
      });
      expect(admits(template, 'AWS::SQS::QueuePolicy', rule(domain))).toBe(true);
      expect(admits(template, 'AWS::SQS::QueuePolicy', rule(twin))).toBe(false);
      expect(admits(template, 'AWS::SQS::QueuePolicy', rule(domain, '999999999999'))).toBe(false);
    }
  });
});

describe('the alarms of a product', () => {
  const templateOf = (name: string): Template => {
    const domain = domainOf('operations');
    const product = domain.domain.products.find((one) => one.name === name);
    if (!product) throw new Error(`no product ${name}`);
    const stack = stackOf(domain);
    new ProductAlarms(stack, 'Alarms', { domain, product });
    return Template.fromStack(stack);
  };

  it('watch the freshness that its contract promises, in two pairs of windows', () => {
    const template = templateOf('flights');
    const [objective, ...others] = all(template, 'AWS::ApplicationSignals::ServiceLevelObjective');
    expect(others).toEqual([]);
    expect(objective).toMatchObject({
      Name: 'aviation-local-operations--flights-v1-freshness',
      Goal: { AttainmentGoal: 99, Interval: { RollingInterval: { Duration: 30, DurationUnit: 'DAY' } } },
      Sli: { ComparisonOperator: 'LessThanOrEqualTo' },
      BurnRateConfigurations: [5, 60, 30, 360].map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
    });
    const alarms = all(template, 'AWS::CloudWatch::Alarm');
    const formulas = alarms.map(({ AlarmName, Metrics }) => [
      AlarmName,
      (Metrics as readonly Json[]).find(({ Id }) => Id === 'result')?.['Expression'],
    ]);
    expect(formulas.toSorted()).toMatchInlineSnapshot(`
      [
        [
          "aviation-local-operations--flights-v1-freshness-burns-fast",
          "IF(long > 14.4 AND short > 14.4, 1, 0)",
        ],
        [
          "aviation-local-operations--flights-v1-freshness-burns-slow",
          "IF(long > 6 AND short > 6, 1, 0)",
        ],
        [
          "aviation-local-operations--flights-v1-run-failed",
          "SUM(FILL(METRICS(), 0))",
        ],
      ]
    `);
  });

  it('are one where nothing is promised', () => {
    const domain = domainOf('operations');
    const [product] = domain.domain.products;
    if (!product) throw new Error('no product');
    const stack = stackOf(domain);
    const silent = { ...product, promises: { completeness: 1 } };
    new ProductAlarms(stack, 'Alarms', { domain, product: silent });
    const template = Template.fromStack(stack);
    expect(all(template, 'AWS::CloudWatch::Alarm')).toHaveLength(1);
    expect(all(template, 'AWS::ApplicationSignals::ServiceLevelObjective')).toEqual([]);
  });
});

/** Metrics and alarms of all widgets of a body. */
function weigh(body: unknown): {
  readonly widgets: number;
  readonly metrics: number;
  readonly alarms: number;
} {
  const { widgets } = JSON.parse(String(body)) as {
    readonly widgets: readonly {
      readonly properties: { metrics?: readonly unknown[]; alarms?: readonly string[] };
    }[];
  };
  const count = (of: 'alarms' | 'metrics'): number =>
    widgets.reduce((sum, { properties }) => sum + (properties[of]?.length ?? 0), 0);
  return { widgets: widgets.length, metrics: count('metrics'), alarms: count('alarms') };
}

describe('dashboards', () => {
  it('of a domain stay within AWS’s limits, however many products it has', () => {
    const { products } = domainOf('operations').domain;
    const many = Array.from({ length: 300 }, (_, index) => ({
      ...(products[index % products.length] as (typeof products)[number]),
      name: `product-${index}`,
    }));
    const [dashboard] = all(
      domainTemplate(domainOf('operations', { products: many })),
      'AWS::CloudWatch::Dashboard',
    );
    const { widgets, metrics, alarms } = weigh(dashboard?.['DashboardBody']);
    expect(widgets).toBeLessThanOrEqual(500);
    expect(metrics).toBeLessThanOrEqual(500);
    expect(alarms).toBeLessThanOrEqual(100);
  });

  it('of the mesh name no domain, so that a new one is found', () => {
    const scope = meshScope(mesh, 'local');
    const stack = new Stack(new App(), 'Stack');
    new MeshDashboard(stack, 'Dashboard', { mesh: scope });
    const [dashboard] = all(Template.fromStack(stack), 'AWS::CloudWatch::Dashboard');
    const body = String(dashboard?.['DashboardBody']);
    for (const { name } of mesh.domains) expect(body).not.toContain(name);
    expect(body).toContain(String.raw`Mesh=\"aviation\" Environment=\"local\"`);
  });
});
