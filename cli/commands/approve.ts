import { join } from 'node:path';
import { approvedText } from '../../core/access/requests/edit-access-file.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Subscription } from '../../core/spec/mesh.ts';
import { personKey } from '../../core/spec/subscription-state.ts';
import { openAccess } from '../access/access-reader.ts';
import { type FoundAccess, findAccess, type NamedAccess } from '../access/find-access.ts';
import { proposeAccess, type RefusedProposal } from '../access/propose-access.ts';
import { writeWhole } from '../access/write-file.ts';

export type Approval = NamedAccess & { readonly by: string; readonly now: Date };

export type Approved =
  | {
      readonly kind: 'approved';
      /** Whether this person had approved it before. */
      readonly isUnchanged: boolean;
      /** As it is now. */
      readonly subscription: Subscription;
      readonly product: string;
    }
  | RefusedProposal;

/** Puts a name under a request. Whether that is enough, the rules of the mesh say. */
export async function approve(root: string, approval: Approval): Promise<Approved> {
  const reader = await openAccess(root, approval.now);
  const found = findAccess(reader, approval);
  const { subscription, product, text } = found;
  const { file } = subscription;
  checkMayApprove(found, approval.by);
  const isUnchanged = subscription.approvedBy.some((name) => personKey(name) === personKey(approval.by));
  if (isUnchanged) return { kind: 'approved', isUnchanged, subscription, product: product.id };
  const approved = approvedText(text, approval.by);
  const proposed = proposeAccess(reader, { file, text: approved, found, isApproved: true });
  if (proposed.kind === 'refused') return proposed;
  writeWhole(join(root, file), approved);
  return { kind: 'approved', isUnchanged, subscription: proposed.subscription, product: product.id };
}

function checkMayApprove({ subscription }: FoundAccess, by: string): void {
  const { state, file, requestedBy } = subscription;
  if (state === 'denied' || state === 'revoked' || state === 'expired') {
    throw new MeshError(`${file} is ${state}`, {
      code: 'NotPending',
      hint: 'whoever still needs the data asks again with bin/mesh request',
    });
  }
  if (requestedBy === undefined || personKey(requestedBy) !== personKey(by)) return;
  throw new MeshError(`${by} has asked for this access, and cannot approve it`, {
    code: 'OwnRequest',
    hint: 'somebody else of the owner decides',
  });
}
