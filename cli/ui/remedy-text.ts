import type { Remedy } from '../../core/access/explain/remedy.ts';
import { assertNever } from '../../core/errors/invariant.ts';
import type { Subscription } from '../../core/spec/mesh.ts';
import { waitsFor } from '../../core/spec/describe-state.ts';
import { visibleText } from '../../core/diagnostics/visible-text.ts';

/** Who is to do what, the command first. */
export function remedyText(remedy: Remedy): readonly string[] {
  switch (remedy.kind) {
    case 'request':
      return [remedy.command, ...requestLines(remedy)];
    case 'approve':
      return [remedy.command, `it is asked for and ${waitsFor(remedy.waiting)}; ${remedy.decidedBy} decides`];
    case 'ask-as':
      return askAs(remedy);
    case 'mend':
      return [mendText(remedy.subscription)];
    default:
      return assertNever(remedy);
  }
}

function requestLines({ decidedBy, instead }: Remedy & { readonly kind: 'request' }): readonly string[] {
  const decides = `${decidedBy} decides, in the pull request that brings the file`;
  if (instead?.state !== 'live') return [decides];
  const readers = instead.roles.map((role) => `${instead.consumer}-${role}`).join(' and ');
  return [decides, `it replaces what ${readers} may read now: have it approved before it is merged`];
}

function askAs({ why, readers }: Remedy & { readonly kind: 'ask-as' }): readonly string[] {
  const reason =
    why === 'machine'
      ? 'requests are for people and pipelines, and give nothing to this role'
      : 'a domain needs no subscription to its own product, and this role of it reads none';
  return readers.length === 0 ? [reason] : [`ask as ${readers.join(' or ')}`, reason];
}

function mendText(subscription: Subscription | undefined): string {
  const what = subscription === undefined ? 'its domain’s own grant' : subscription.file;
  return `${what} grants it, and something else keeps it closed: mend what is missing, and deploy both domains`;
}

/** What became of an access file before. */
export function earlierText({ state, file, denied, revoked, expires }: Subscription): string {
  const decision = denied ?? revoked;
  if (decision)
    return visibleText(`${file}: ${state} by ${decision.by} on ${decision.on}: ${decision.reason}`);
  return state === 'expired' ? `${file} ended on ${expires}` : file;
}
