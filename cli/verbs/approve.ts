import { waitsFor } from '../../core/spec/describe-state.ts';
import { whoActs } from '../access/who-acts.ts';
import { type Approved, approve } from '../commands/approve.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import { showRefused } from '../ui/refused-text.ts';
import { ACCESS_USAGE, byOption, optionalText } from './access-options.ts';
import type { Verb } from './verb.ts';

export const approveVerb: Verb = {
  name: 'approve',
  usage: ACCESS_USAGE,
  summary: 'Approve a request for access: put your name into its file, in the pull request that brings it.',
  options: [byOption],
  examples: [
    ['bin/mesh approve safety.strikes airports', 'the request of a domain'],
    ['bin/mesh approve domains/safety/products/strikes/access/airports.yaml', 'by its file'],
    ['bin/mesh approve safety.strikes airports --by ana@example.com', 'as somebody else than git knows'],
  ],
  exits: [
    [EXIT.ok, 'your approval stands in the file, and the access is granted by the next deployment'],
    [EXIT.usage, 'there is no such request, it is over, or you have asked for it yourself'],
    [EXIT.policyDenied, 'a policy denies the access, whoever approves'],
    [EXIT.needsApproval, 'your approval stands in the file, and another one is needed'],
  ],
  run: async ({ output, directory }, [target = '', consumer], options) => {
    const root = findMeshRoot(directory);
    const by = whoActs(root, optionalText(options, 'by'));
    const approved = await approve(root, { target, consumer, directory, by, now: new Date() });
    if (approved.kind === 'refused') return showRefused(output, 'approve', approved);
    const isLive = approved.subscription.state === 'live';
    if (output.isJson) {
      const { subscription, product, isUnchanged } = approved;
      output.result(jsonAnswer('approve', { ok: isLive, data: { product, isUnchanged, subscription } }));
    } else output.result(approvedText(approved, by));
    return isLive ? EXIT.ok : EXIT.needsApproval;
  },
};

function approvedText(
  { subscription, product, isUnchanged }: Approved & { readonly kind: 'approved' },
  by: string,
): string {
  const { file, state, consumer } = subscription;
  const done = isUnchanged ? `${by} had approved ${file} before` : `${by} approves ${file}`;
  if (state === 'live') {
    return `${done}\n${consumer} reads ${product} from the next deployment on; next: commit the file, and bin/mesh up or deploy`;
  }
  return `${done}\nit still ${waitsFor(subscription)}; next: commit the file, and ask somebody else for bin/mesh approve ${file}`;
}
