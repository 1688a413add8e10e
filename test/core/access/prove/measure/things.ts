import type { NamedPolicy } from '../../../../../core/access/iam/policy.ts';
import { belongingsOf } from '../../../../lib/deployed-belongings.ts';
import { type DeployedResource, deployedByStack } from '../../../../lib/deployed-policies.ts';
import { type Assembly, type AssemblyStack, deployedStacks } from '../mutants/assembly.ts';
import { ownerOf } from './actors.ts';

/** Something that may be asked for. */
export type Thing = {
  readonly arn: string;
  readonly account: string;
  readonly domain: string;
  readonly type: string;
  readonly policy?: NamedPolicy;
  readonly document?: unknown;
  /** The key that its content lies under. */
  readonly key?: string;
};

const REGION = 'eu-west-1';
const resources = new WeakMap<AssemblyStack, readonly DeployedResource[]>();
const things = new WeakMap<AssemblyStack, readonly Thing[]>();

/** Stacks are values: what one deploys is worked out once. */
export function resourcesOfStack(stack: AssemblyStack): readonly DeployedResource[] {
  return remembered(resources, stack, () => deployedByStack(stack));
}

export function thingsOf(assembly: Assembly): readonly Thing[] {
  return deployedStacks(assembly).flatMap((stack) =>
    remembered(things, stack, () => {
      const all = resourcesOfStack(stack);
      return all.flatMap((resource) =>
        belongingsOf([resource], all, REGION).map((belonging) => ({
          ...belonging,
          domain: ownerOf(resource),
          type: resource.type,
          ...keyOf(resource),
        })),
      );
    }),
  );
}

function remembered<T>(memory: WeakMap<AssemblyStack, T>, stack: AssemblyStack, make: () => T): T {
  const known = memory.get(stack);
  if (known !== undefined) return known;
  const made = make();
  memory.set(stack, made);
  return made;
}

/** Wherever CloudFormation has the key: it is the one ARN of a key among the properties. */
function keyOf({ type, properties }: DeployedResource): { readonly key?: string } {
  if (type === 'AWS::KMS::Key') return {};
  const [key] = JSON.stringify(properties).match(/arn:aws:kms:[^"]+:key\/[^"]+/) ?? [];
  return key === undefined ? {} : { key };
}
