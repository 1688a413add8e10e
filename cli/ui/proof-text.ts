import type { Proof, Reason, Refutation, Step } from '../../core/access/prove/proof.ts';
import { colors } from './output.ts';
import { counted, grouped, seconds } from './numbers.ts';

const REFUTATIONS_SHOWN_MAX = 20;

/** A proof as people read it: what speaks against it, what is shared on purpose, and how much was looked at. */
export function renderProof(proof: Proof, elapsedMs: number): string {
  const { refutations } = proof;
  return [
    ...refutations.slice(0, REFUTATIONS_SHOWN_MAX).map(renderRefutation),
    ...(refutations.length > REFUTATIONS_SHOWN_MAX
      ? [`… and ${grouped(refutations.length - REFUTATIONS_SHOWN_MAX)} more: --json has all`]
      : []),
    ...(refutations.length === 0 ? [renderShared(proof)] : []),
    `${verdict(proof)} (${renderCounts(proof)}, ${seconds(elapsedMs)})`,
  ].join('\n\n');
}

function verdict({ refutations, counts }: Proof): string {
  if (refutations.length === 0) {
    return `proved: ${counted(counts.pairs, 'ordered pair')} of domains reach exactly what ${counted(counts.promises, 'promise')} of live subscriptions say`;
  }
  return `not proved: ${counted(refutations.length, 'refutation')}; start with the first, whose line of code made the statement`;
}

function renderCounts({ counts }: Proof): string {
  return [
    counted(counts.principals, 'role'),
    counted(counts.resources, 'resource'),
    `${grouped(counts.witnesses)} witnesses`,
    `${grouped(counts.decisions)} decisions`,
    counted(counts.paths, 'path'),
    counted(counts.reads, 'read'),
  ].join(', ');
}

const CLAIMS = {
  separation: 'reaches too much',
  promise: 'a promise is broken',
  known: 'not understood',
} as const satisfies Record<Refutation['claim'], string>;

function renderRefutation({ claim, from, to, principal, what, path }: Refutation): string {
  const pair = from === to ? from : `${from} → ${to}`;
  const head = `${colors.red(CLAIMS[claim])}  ${colors.bold(pair)}`;
  return [head, `  ${principal} ${what}`, ...path.flatMap(renderStep)].join('\n');
}

function renderStep({ principal, actions, resource, because }: Step, index: number): readonly string[] {
  const what = actions.length === 0 ? resource : `${actions.join(', ')} on ${resource}`;
  return [`  ${index + 1}. ${principal}: ${what}`, ...because.map(renderReason)];
}

function renderReason({ text, origin }: Reason): string {
  const made = origin && [origin.construct ?? `${origin.stack}/${origin.logicalId}`, origin.source];
  const place = made?.filter((part) => part !== undefined).join(', ');
  return `     ${text}${place === undefined ? '' : colors.dim(`  ${place}`)}`;
}

function renderShared({ shared }: Proof): string {
  const used = shared.filter(({ uses }) => uses > 0);
  const lines = used.map(
    ({ what, reason, uses }) => `  ${what} (${grouped(uses)})\n    ${colors.dim(reason)}`,
  );
  return ['Shared on purpose:', ...lines].join('\n');
}
