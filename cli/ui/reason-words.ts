import type { Reason } from '../../core/access/explain/reason.ts';
import type { Origin } from '../../core/access/world/world.ts';
import { visibleText } from '../../core/diagnostics/visible-text.ts';
import { assertNever } from '../../core/errors/invariant.ts';

/** Because of what somebody reads, in a phrase. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'subscription':
      return reason.subscription.file;
    case 'declared':
      return reason.tags === undefined ? reason.because : `${reason.because}: ${tagWords(reason.tags)}`;
    case 'everybody':
      return `IAM_ALLOWED_PRINCIPALS: whoever IAM lets in${originWords(reason.origin)}`;
    case 'creator':
      return 'it made the table';
    case 'undeclared':
      return `a grant that no file declares${originWords(reason.origin)}`;
    case 'files':
      return 'its policies open the files in S3, past Lake Formation';
    default:
      return assertNever(reason);
  }
}

const tagWords = (tags: NonNullable<(Reason & { readonly kind: 'declared' })['tags']>): string =>
  `tables tagged ${tags.map(({ key, values }) => `${key} = ${values.join(' or ')}`).join(', ')}`;

const originWords = (origin: Origin | undefined): string =>
  origin === undefined ? '' : ` (${placeWords(origin)})`;

/** Where to look: the line of code where it is known, or else the construct. */
export function placeWords({ stack, logicalId, construct, source }: Origin): string {
  const what = construct ?? `${stack}/${logicalId}`;
  return source === undefined ? what : `${what}, ${source}`;
}

/** `"Strike rates by airport.", until 2027-06-30, approved by safety-team@example.com`; nothing but for a file. */
export function subscriptionWords(reason: Reason): string | undefined {
  if (reason.kind !== 'subscription') return undefined;
  const { purpose, expires, approvers } = reason.subscription;
  const by = approvers.length === 0 ? 'needs no approval' : `approved by ${approvers.join(', ')}`;
  return visibleText(`“${purpose}” until ${expires}, ${by}`);
}

/** Rows as the filter says them; several grants unite theirs. */
export function rowWords(reasons: readonly Reason[]): string {
  const filters = reasons.map(({ rows }) => rows);
  if (filters.length === 0 || filters.includes(undefined)) return 'all';
  return visibleText([...new Set(filters)].join(' OR '));
}
