import { approvedText } from '../../core/access/requests/edit-access-file.ts';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import type { Mesh, Product, Subscription } from '../../core/spec/mesh.ts';
import type { AccessReader } from './access-reader.ts';
import { judgeAccess } from './judge-access.ts';

export type Proposal = {
  /** Of the access file, below the mesh. */
  readonly file: string;
  readonly text: string;
  readonly found: { readonly mesh: Mesh; readonly product: Product };
  /** Judge it as if all had approved it who must: a request that the law denies whoever approves is no request. */
  readonly isApproved: boolean;
};

export type ProposedAccess = { readonly kind: 'possible'; readonly subscription: Subscription };

export type RefusedProposal = {
  readonly kind: 'refused';
  /** Whether the law denies what the files would allow. */
  readonly isDenied: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Text of the file as it would have been. */
  readonly proposed: ReadonlyMap<string, string>;
};

/** What an access file would amount to, if it were written like this. */
export function proposeAccess(reader: AccessReader, proposal: Proposal): ProposedAccess | RefusedProposal {
  const { file, text, found } = proposal;
  const proposed = new Map([[file, text]]);
  const { domain } = found.product;
  const refused = (diagnostics: readonly Diagnostic[], isDenied: boolean): RefusedProposal => ({
    kind: 'refused',
    isDenied,
    diagnostics,
    proposed,
  });
  const { mesh, diagnostics } = reader.read({ domain, changes: proposed });
  const subscription = mesh && subscriptionIn(mesh, file);
  if (!subscription)
    return refused(
      diagnostics.filter(({ severity }) => severity === 'error'),
      false,
    );
  const changes = proposal.isApproved ? approvedByAll(file, text, subscription) : proposed;
  const after = reader.read({ domain, changes }).mesh;
  const denied = after ? judgeAccess(reader, { domain, file, before: found.mesh, after }) : [];
  return denied.length > 0 ? refused(denied, true) : { kind: 'possible', subscription };
}

export function subscriptionIn(mesh: Mesh, file: string): Subscription | undefined {
  return mesh.domains
    .flatMap(({ products }) => products)
    .flatMap(({ subscriptions, dormant }) => [...subscriptions, ...dormant])
    .find((subscription) => subscription.file === file);
}

/** The file with names under it that nobody has. */
function approvedByAll(file: string, text: string, { approvals }: Subscription): ReadonlyMap<string, string> {
  let approved = text;
  for (let at = 1; at <= approvals.needed; at += 1) approved = approvedText(approved, `approver-${at}`);
  return new Map([[file, approved]]);
}
