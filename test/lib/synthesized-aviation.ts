import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type App, CfnResource, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import { bundleFunctions } from '../../lib/constructs/functions/bundles.ts';
import { buildMeshApp } from '../../lib/mesh-app.ts';
import { addNagPacks } from '../../lib/validation/nag-packs.ts';

const root = resolve(import.meta.dirname, '../..');
/** Before any subscription of the example expires. */
const NOW = new Date('2026-11-22T12:00:00Z');

export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};
export type SynthesizedStack = {
  readonly path: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
};
export type Acknowledgement = {
  /** Path of the construct beside which it stands. */
  readonly at: string;
  readonly rule: string;
  readonly reason: string;
  /** Whether that construct is one resource, and not a scope of many. */
  readonly isOfOneResource: boolean;
};
export type SynthesizedMesh = {
  readonly acknowledgements: readonly Acknowledgement[];
  readonly stacks: readonly SynthesizedStack[];
  readonly report: string;
  readonly bundles: string;
};

/** The aviation mesh or another example, synthesized once per test file with all checks on. */
export async function synthesizeAviation({
  example = 'aviation',
  ...options
}: {
  readonly example?: string;
  readonly domain?: string;
} = {}): Promise<SynthesizedMesh> {
  const outdir = mkdtempSync(join(tmpdir(), 'freehold-synth-'));
  const { files } = await loadSpecFiles(join(root, 'examples', example));
  const { mesh, diagnostics } = resolveMesh(files, { now: NOW });
  if (!mesh) throw new Error(JSON.stringify(diagnostics));
  const bundles = join(outdir, 'functions');
  const app: App = buildMeshApp({
    mesh,
    law: parsePolicies(files),
    now: NOW,
    environment: 'local',
    bundles: await bundleFunctions(root, bundles),
    outdir,
    ...options,
  });
  addNagPacks(app);
  const assembly = app.synth();
  return {
    acknowledgements: app.node.findAll().flatMap(acknowledgementsOf),
    stacks: assembly.stacksRecursively.map((stack) => ({
      path: stack.hierarchicalId,
      resources: JSON.parse(readFileSync(stack.templateFullPath, 'utf8')).Resources,
    })),
    report: readFileSync(join(outdir, 'validation-report.json'), 'utf8'),
    bundles,
  };
}

function acknowledgementsOf(construct: IConstruct): readonly Acknowledgement[] {
  return construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
    .map(([rule, reason]) => ({
      at: construct.node.path,
      rule,
      reason,
      isOfOneResource: CfnResource.isCfnResource(construct.node.defaultChild ?? construct),
    }));
}
