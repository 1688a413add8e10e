import { z } from 'zod';
import { defineProvider } from './define-provider.ts';
import { generatedName } from './generated-name.ts';
import { documentIn } from './live-properties.ts';
import { unlessAbsent } from './not-found.ts';
import { document } from './property-schemas.ts';
import type { AnyProvider, ResourceContext } from './resource-provider.ts';

/** A type whose resources are one policy on several holders, such as queues or topics. */
export type PolicyKind = {
  readonly type: string;
  /** Property that lists the holders. */
  readonly holders: string;
  /** The policy that a holder has now; a holder that is not there is an error of its service. */
  readonly read: (holder: string, context: ResourceContext) => Promise<string | undefined>;
  readonly put: (holder: string, policy: string, context: ResourceContext) => Promise<unknown>;
  /** What a holder has without the resource. */
  readonly initial: (holder: string, context: ResourceContext) => string;
};

type Properties = Readonly<Record<string, unknown>>;

export function definePolicyProvider(kind: PolicyKind): AnyProvider {
  const { type, read } = kind;
  const holders = z.array(z.string()).min(1);
  const holdersOf = (properties: Properties): readonly string[] => holders.parse(properties[kind.holders]);
  const firstOf = (properties: Properties): string => holdersOf(properties)[0] ?? '';
  const putAll = async (properties: Properties, context: ResourceContext): Promise<void> => {
    const policy = JSON.stringify(properties['PolicyDocument']);
    for (const holder of holdersOf(properties)) await kind.put(holder, policy, context);
  };
  const takeAway = async (from: readonly string[], context: ResourceContext): Promise<void> => {
    for (const holder of from) {
      await unlessAbsent(kind.put(holder, kind.initial(holder, context), context));
    }
  };
  return defineProvider<Properties>({
    type,
    properties: z.strictObject({ [kind.holders]: holders, PolicyDocument: document }),
    createOnly: [],
    createsAgain: true,
    overwrites: true,
    identify: (_properties, context) => generatedName(context),
    create: async (properties, context) => {
      await putAll(properties, context);
      return { physicalId: generatedName(context) };
    },
    read: async (physicalId, context, properties) => {
      const found = await unlessAbsent(held(read, firstOf(properties), context));
      return found && { Id: physicalId };
    },
    describe: async (_physicalId, context, properties) => {
      const found = await unlessAbsent(held(read, firstOf(properties), context));
      return found && { PolicyDocument: documentIn(found.policy) };
    },
    update: async (_physicalId, { previous, desired }, context) => {
      await putAll(desired, context);
      const kept = holdersOf(desired);
      await takeAway(
        holdersOf(previous).filter((holder) => !kept.includes(holder)),
        context,
      );
      return undefined;
    },
    delete: async (_physicalId, context, properties) => await takeAway(holdersOf(properties), context),
  });
}

/** Tells a holder without a policy from one that is not there. */
async function held(read: PolicyKind['read'], holder: string, context: ResourceContext) {
  return { policy: await read(holder, context) };
}
