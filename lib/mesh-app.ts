import { App, Stage, Tags, Validations } from 'aws-cdk-lib';
import type { Law } from '../core/governance/evaluate-subject.ts';
import { stackName } from '../core/naming/names.ts';
import type { Domain, Mesh } from '../core/spec/mesh.ts';
import type { Bundles } from './constructs/functions/bundles.ts';
import { DomainScope } from './domain-scope.ts';
import { type MeshScope, meshScope, PLATFORM_DOMAIN } from './mesh-scope.ts';
import { GovernancePlugin } from './validation/governance-plugin.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { NamespaceStack } from './stacks/namespace-stack.ts';
import { PlatformStack } from './stacks/platform-stack.ts';
import { ProductStack } from './stacks/product-stack.ts';

export type MeshAppOptions = {
  readonly mesh: Mesh;
  readonly environment: string;
  readonly bundles: Bundles;
  readonly law: Law;
  /** Policies and waivers have dates. */
  readonly now: Date;
  /** Only this domain's stage; `platform` is one, too. */
  readonly domain?: string;
  readonly outdir?: string;
};

/** The CDK app of a mesh: one stage per domain, so that `cdk deploy '<domain>/**'` deploys one domain. */
export function buildMeshApp(options: MeshAppOptions): App {
  const app = new App({
    // Neither is read by anybody here, and both cost a tenth of the synthesis.
    treeMetadata: false,
    analyticsReporting: false,
    ...(options.outdir !== undefined && { outdir: options.outdir }),
  });
  const scope = meshScope(options.mesh, options.environment);
  const isWanted = (name: string): boolean => options.domain === undefined || options.domain === name;
  if (isWanted(PLATFORM_DOMAIN)) addPlatform(app, scope);
  for (const domain of options.mesh.domains.filter(({ name }) => isWanted(name))) {
    addDomain(app, new DomainScope(scope, domain), options);
  }
  Validations.of(app).addPlugins(governance(options));
  return app;
}

function addPlatform(app: App, mesh: MeshScope): void {
  const account = mesh.environment.platformAccount;
  const stage = addStage(app, mesh, PLATFORM_DOMAIN, account);
  addFoundation(stage, mesh, account);
  new PlatformStack(stage, 'Platform', { mesh, stackName: stackName(mesh.names, PLATFORM_DOMAIN) });
}

function governance({ mesh, law, now, domain }: MeshAppOptions): GovernancePlugin {
  return new GovernancePlugin({ mesh, law, now, ...(domain !== undefined && { domain }) });
}

function addDomain(app: App, domain: DomainScope, { bundles, law }: MeshAppOptions): void {
  const { scope, account } = domain;
  const stage = addStage(app, scope, domain.domain.name, account);
  tagDomain(stage, domain.domain);
  const foundation = addFoundation(stage, scope, account);
  const namespace = new NamespaceStack(stage, 'Namespace', {
    domain,
    bundles,
    stackName: stackName(scope.names, domain.domain.name, 'namespace'),
  });
  namespace.addStackDependency(foundation);
  for (const product of domain.domain.products) {
    const stack = new ProductStack(stage, `${product.name}-v${product.major}`, {
      domain,
      product,
      law,
      stackName: stackName(scope.names, domain.domain.name, product.name, `v${product.major}`),
    });
    stack.addStackDependency(namespace);
    Tags.of(stack).add('product', product.name);
  }
}

function addStage(app: App, mesh: MeshScope, domain: string, account: string): Stage {
  const stage = new Stage(app, domain, { env: { account, region: mesh.names.region } });
  Tags.of(stage).add('mesh', mesh.names.mesh);
  Tags.of(stage).add('environment', mesh.names.environment);
  Tags.of(stage).add('domain', domain);
  return stage;
}

function tagDomain(stage: Stage, domain: Domain): void {
  Tags.of(stage).add('owner', domain.owner.team);
}

function addFoundation(stage: Stage, mesh: MeshScope, account: string): FoundationStack {
  return new FoundationStack(stage, 'Foundation', {
    mesh,
    account,
    stackName: stackName(mesh.names, 'foundation'),
  });
}
