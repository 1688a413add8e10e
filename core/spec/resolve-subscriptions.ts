import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import type { Subscription } from './mesh.ts';
import type { DeclaredProduct } from './resolve-product.ts';
import { overlappingRoles, resolveSubscription, type SubscriptionContext } from './resolve-subscription.ts';
import { NAME } from './spec-schemas.ts';

export type ResolvedSubscriptions = {
  readonly live: readonly Subscription[];
  /** What grants nothing: pending, denied, revoked or expired. */
  readonly dormant: readonly Subscription[];
  /** A file cannot be read, so that nothing is said of a subscription that seems to lack. */
  readonly isPartial: boolean;
  readonly diagnostics: readonly Diagnostic[];
};

type ProductContext = Pick<SubscriptionContext, 'rolesOf' | 'classifications' | 'rules' | 'today'>;

/** All access files of a product, apart by whether they grant anything. */
export function resolveSubscriptions(
  product: DeclaredProduct,
  context: ProductContext,
): ResolvedSubscriptions {
  const diagnostics: Diagnostic[] = [];
  const { access } = product.files;
  const found = access.flatMap(({ name, file, read: { value, yaml } }) => {
    diagnostics.push(...checkName(name, file));
    if (value === undefined || yaml === undefined) return [];
    const { domain: owner, tables } = product;
    const resolved = resolveSubscription(value, { ...context, name, file, yaml, owner, tables });
    diagnostics.push(...resolved.diagnostics);
    return resolved.subscription ?? [];
  });
  diagnostics.push(...checkOverlaps(found));
  return {
    live: found.filter(({ state }) => state === 'live'),
    dormant: found.filter(({ state }) => state !== 'live'),
    isPartial: access.some(({ read }) => read.value === undefined || read.yaml === undefined),
    diagnostics,
  };
}

function checkName(name: string, file: string): Diagnostic[] {
  if (NAME.test(name)) return [];
  const message = `the subscription name "${name}" is not lower-case letters, digits and single hyphens`;
  return [errorAt(startOf(file), { code: 'InvalidName', message, hint: 'rename the file' })];
}

function checkOverlaps(found: readonly Subscription[]): Diagnostic[] {
  const counting = found.filter(({ state }) => state === 'live' || state === 'pending');
  return overlappingRoles(counting).map(({ later, earlier, role }) => {
    const message = `the role "${role}" of ${later.consumer} has a subscription in ${earlier.file} too`;
    const hint = 'put both into one file, or give them different roles';
    return errorAt(startOf(later.file), { code: 'DuplicateSubscription', message, hint });
  });
}
