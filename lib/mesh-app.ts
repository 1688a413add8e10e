import { App, type Environment, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Law } from '../core/governance/evaluate-subject.ts';
import { stackName } from '../core/naming/names.ts';
import type { Mesh } from '../core/spec/mesh.ts';
import type { Bundles } from './constructs/functions/bundles.ts';
import { tagResources } from './constructs/tags/mesh-tags.ts';
import { DomainScope } from './domain-scope.ts';
import { type MeshScope, meshScope, PLATFORM_DOMAIN } from './mesh-scope.ts';
import { GovernancePlugin } from './validation/governance-plugin.ts';
import { TemplateLimitsPlugin } from './validation/template-limits-plugin.ts';
import { TemplateRulesPlugin } from './validation/template-rules-plugin.ts';
import { FEATURE_FLAGS } from './feature-flags.ts';
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
  /**
   * The environment whose data may be lost; that environment must say `removal: destroy` itself, too.
   * @default - data is retained
   */
  readonly destroyData?: string;
  readonly outdir?: string;
};

/**
 * The CDK app of a mesh: one group of stacks per domain, so that `cdk deploy '<domain>/**'` deploys one domain. A
 * `Stage` would be the CDK's own word for it, but `cdk deploy --all` does not see the stacks of stages.
 */
export function buildMeshApp(options: MeshAppOptions): App {
  const app = new App({
    // Neither is read by anybody here, and both cost a tenth of the synthesis.
    treeMetadata: false,
    analyticsReporting: false,
    // Whoever builds an app synthesizes it; on its own it would wait for the process to end, and be kept till then.
    autoSynth: false,
    context: FEATURE_FLAGS,
    ...(options.outdir !== undefined && { outdir: options.outdir }),
  });
  const scope = meshScope(options.mesh, options.environment, options.destroyData);
  const isWanted = (name: string): boolean => options.domain === undefined || options.domain === name;
  if (isWanted(PLATFORM_DOMAIN)) addPlatform(app, scope);
  for (const domain of options.mesh.domains.filter(({ name }) => isWanted(name))) {
    addDomain(app, new DomainScope(scope, domain), options);
  }
  Validations.of(app).addPlugins(
    governance(options),
    new TemplateRulesPlugin(scope),
    new TemplateLimitsPlugin(scope),
  );
  return app;
}

function addPlatform(app: App, mesh: MeshScope): void {
  const account = mesh.environment.platformAccount;
  const group = new Construct(app, PLATFORM_DOMAIN);
  const env = { account, region: mesh.names.region };
  addFoundation(group, mesh, env);
  const name = stackName(mesh.names, PLATFORM_DOMAIN);
  tagResources(new PlatformStack(group, 'Platform', { env, mesh, stackName: name }), mesh, {});
}

function governance({ mesh, law, now, domain }: MeshAppOptions): GovernancePlugin {
  return new GovernancePlugin({ mesh, law, now, ...(domain !== undefined && { domain }) });
}

function addDomain(app: App, domain: DomainScope, { bundles, law }: MeshAppOptions): void {
  const { scope, account } = domain;
  const env = { account, region: scope.names.region };
  const group = new Construct(app, domain.domain.name);
  const foundation = addFoundation(group, scope, env);
  const namespace = new NamespaceStack(group, 'Namespace', {
    env,
    domain,
    bundles,
    stackName: stackName(scope.names, domain.domain.name, 'namespace'),
  });
  namespace.addStackDependency(foundation);
  tagResources(namespace, scope, { domain: domain.domain });
  for (const product of domain.domain.products) {
    const stack = new ProductStack(group, `${product.name}-v${product.major}`, {
      env,
      domain,
      product,
      law,
      stackName: stackName(scope.names, domain.domain.name, product.name, `v${product.major}`),
    });
    stack.addStackDependency(namespace);
    tagResources(stack, scope, { domain: domain.domain, product: product.name });
  }
}

type Place = Required<Environment>;

function addFoundation(group: Construct, mesh: MeshScope, env: Place): FoundationStack {
  const name = stackName(mesh.names, 'foundation');
  const stack = new FoundationStack(group, 'Foundation', {
    env,
    mesh,
    account: env.account,
    stackName: name,
  });
  // Every domain of the account synthesizes this stack, so that it cannot carry one domain's tags.
  tagResources(stack, mesh, {});
  return stack;
}
