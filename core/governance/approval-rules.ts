import { readYaml } from '../spec/read-yaml.ts';
import { type ApprovalTable, approvalsNeeded } from './approvals.ts';
import { lawPlace } from './law-place.ts';
import { Policy } from './policy.ts';

/** A policy that says how many people must approve; `domain` is absent for the law of the whole mesh. */
export type ApprovalRule = {
  readonly policy: string;
  readonly domain?: string;
  readonly table: ApprovalTable;
};

/** How many approvals access needs, and by which policies; by none where one approval is what goes without saying. */
export type NeededApprovals = { readonly needed: number; readonly policies: readonly string[] };

const WITHOUT_A_RULE = 1;

/**
 * The rules in force on a day. Who may read follows from them, so that they are read with the access files and not
 * only judged by afterwards; a document that cannot be read is reported by `parsePolicies`.
 */
export function approvalRules(files: ReadonlyMap<string, string>, today: string): ApprovalRule[] {
  return [...files].flatMap(([file, text]) => {
    const place = lawPlace(file);
    // A mesh may have hundreds of policies, and few of them are about this.
    if (place?.kind !== 'policy' || !text.includes('approvals')) return [];
    const policy = readYaml(file, text, Policy).value;
    if (policy === undefined || policy.effectiveFrom > today) return [];
    const { domain } = place;
    return [policy.check].flat().flatMap(({ approvals: table }) => {
      if (table === undefined) return [];
      return [{ policy: policy.id, table, ...(domain !== undefined && { domain }) }];
    });
  });
}

/** The strictest of the rules. A domain can ask for more than the mesh, and never for less. */
export function neededApprovals(
  rules: readonly ApprovalRule[],
  { domain, classification }: { readonly domain: string; readonly classification: string | null },
): NeededApprovals {
  const asked = rules
    .filter((rule) => (rule.domain ?? domain) === domain)
    .map((rule) => ({ ...rule, needed: approvalsNeeded(rule.table, classification) }));
  const isSaid = asked.some((rule) => rule.domain === undefined);
  const needed = Math.max(isSaid ? 0 : WITHOUT_A_RULE, ...asked.map((rule) => rule.needed));
  return {
    needed,
    policies: asked.filter((rule) => rule.needed === needed).map(({ policy }) => policy),
  };
}
