import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import {
  parseTemplate,
  type Template,
  type TemplateResource,
} from '../../../../../core/cloudformation/template.ts';

export type Json = Readonly<Record<string, unknown>>;

export type AssemblyStack = {
  /** `operations/Namespace` */
  readonly path: string;
  /** Physical name: domains that share an account have the same foundation. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
};

/** What a synthesis wrote, in memory, so that it can be changed: templates, and the documents that they publish. */
export type Assembly = {
  readonly stacks: readonly AssemblyStack[];
  /** Published JSON by the key of its object: manifests and declared grants. */
  readonly documents: ReadonlyMap<string, Json>;
};

export function readAssembly(assembly: CloudAssembly): Assembly {
  const stacks = assembly.stacksRecursively.map(
    ({ hierarchicalId: path, stackName: name, environment: { account, region }, templateFullPath }) => ({
      path,
      name,
      account,
      region,
      template: parseTemplate(readJson(templateFullPath)),
    }),
  );
  const keys = stacks
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Type }) => Type.startsWith('Custom::Freehold'))
    .map(({ Properties }) => String(Properties?.['key']));
  const documents = new Map(
    // What the CDK stages as `asset.<hash>.json` is published under `<hash>.json`.
    keys.map((key) => [key, readJson(join(assembly.directory, `asset.${key}`)) as Json]),
  );
  return { stacks, documents };
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** A resource with the place that it stands in. */
export type Placed = {
  readonly stack: AssemblyStack;
  readonly logicalId: string;
  readonly properties: Json;
};

/** The stacks that are deployed: one that several domains have in common once. */
export function deployedStacks({ stacks }: Assembly): readonly AssemblyStack[] {
  return [
    ...new Map(stacks.toReversed().map((stack) => [`${stack.account}/${stack.name}`, stack])).values(),
  ].toReversed();
}

export function resourcesOf(assembly: Assembly, type: string): readonly Placed[] {
  return deployedStacks(assembly).flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, { Properties = {} }]) => ({ stack, logicalId, properties: Properties })),
  );
}

/** The assembly with other properties of one resource, which may be new there. */
export function withResource(
  assembly: Assembly,
  at: { readonly stack: AssemblyStack; readonly logicalId: string },
  resource: TemplateResource | undefined,
): Assembly {
  const { [at.logicalId]: before, ...others } = at.stack.template.Resources;
  const Resources = resource ? { ...others, [at.logicalId]: { ...before, ...resource } } : others;
  const stacks = assembly.stacks.map((stack) =>
    stack.account === at.stack.account && stack.name === at.stack.name
      ? { ...stack, template: { ...stack.template, Resources } }
      : stack,
  );
  return { ...assembly, stacks };
}

/** The assembly with one property, however deep, set or (undefined) taken away. */
export function withProperty(
  assembly: Assembly,
  at: Placed,
  change: { readonly path: string; readonly value: unknown },
): Assembly {
  const Type = at.stack.template.Resources[at.logicalId]?.Type ?? '';
  const Properties = changed(at.properties, change.path.split('.'), change.value);
  // A record with one key changed stays a record.
  return withResource(assembly, at, { Type, Properties: Properties as Record<string, unknown> });
}

/** A value with what a path leads to replaced; `+` is the place behind the last of a list. */
function changed(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (key === '+') return [...(Array.isArray(target) ? target : target === undefined ? [] : [target]), value];
  if (Array.isArray(target)) {
    const next = changed(target[Number(key)], rest, value);
    return target.flatMap((one, index) => (index !== Number(key) ? [one] : next === undefined ? [] : [next]));
  }
  // What is gone into by a path is a list or a record.
  const { [key]: before, ...others } = (target ?? {}) as Json;
  const next = changed(before, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}

export function withDocument(assembly: Assembly, key: string, document: Json): Assembly {
  return { ...assembly, documents: new Map(assembly.documents).set(key, document) };
}
