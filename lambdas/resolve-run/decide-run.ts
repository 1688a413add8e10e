import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import type { PinnedInput, RegistryHead, RunRequest } from '../../core/pipeline/run.ts';

/** Whether there is anything to do, and if not, why; the reason is the error's name and message. */
export type RunDecision =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip'; readonly code: 'RunUpToDate' | 'WaitingForUpstreams'; readonly reason: string };

/**
 * Compares what is now with what the published run read.
 * `after` governs runs that upstreams start; a schedule, a landed file or a person runs on any change.
 */
export function decideRun(now: {
  readonly manifest: ProductManifest;
  readonly manifestSha256: string;
  readonly inputs: readonly PinnedInput[];
  readonly request: RunRequest;
  readonly head: RegistryHead | undefined;
  /** Whether each table shows a snapshot. One that was dropped and made again shows none, whatever the head says. */
  readonly isShown: boolean;
}): RunDecision {
  const { head, request, manifest, isShown } = now;
  if (head === undefined || request.force === true || !isShown) return { kind: 'run' };
  if (head.manifestSha256 !== now.manifestSha256) return { kind: 'run' };
  const changed = now.inputs.filter((input) => hasChanged(input, head));
  if (changed.length === 0) {
    return {
      kind: 'skip',
      code: 'RunUpToDate',
      reason: `nothing changed since run ${head.run}-${head.attempt} of ${head.publishedAt}`,
    };
  }
  if (request.trigger !== 'upstream' || manifest.after !== 'all') return { kind: 'run' };
  const renewed = new Set(changed.map(({ product }) => product));
  const awaited = upstreamsOf(now.inputs).filter((product) => !renewed.has(product));
  if (awaited.length === 0) return { kind: 'run' };
  return {
    kind: 'skip',
    code: 'WaitingForUpstreams',
    reason: `not published since run ${head.run}-${head.attempt}: ${awaited.join(', ')}`,
  };
}

function hasChanged(input: PinnedInput, head: RegistryHead): boolean {
  return head.inputs.find(({ key }) => key === input.key)?.version !== input.version;
}

/** A product that is read through several of its tables is one upstream. */
function upstreamsOf(inputs: readonly PinnedInput[]): readonly string[] {
  return [...new Set(inputs.flatMap(({ product }) => (product === undefined ? [] : [product])))];
}
