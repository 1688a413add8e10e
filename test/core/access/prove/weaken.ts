import type { Refutation } from '../../../../core/access/prove/proof.ts';

export const TEXAS = 'aviation-local-insight-texas-analyst';

export type Statement = {
  Effect: string;
  Action: unknown;
  Resource?: unknown;
  Principal?: unknown;
  Condition?: unknown;
};
export type Grants = {
  grants: {
    principal: string;
    expires?: string;
    target: { kind: string; rows?: string; columns: string[] };
  }[];
};

/** What speaks against a proof, in words. */
export const said = (refutations: readonly Refutation[]): readonly string[] =>
  refutations.map(
    ({ claim, from, to, principal, what }) => `${claim}, ${from} → ${to}: ${principal} ${what}`,
  );

export const statementsOf = (document: unknown): Statement[] =>
  (document as { Statement: Statement[] }).Statement;

/** Gives the role one statement more, within its boundary. */
export function allowTexasAnalyst(action: string, resource: string | readonly string[]) {
  return allow({ role: TEXAS, boundary: 'aviation-local-insight-people-boundary', action, resource });
}

export function allow({
  role,
  boundary,
  action,
  resource,
}: {
  readonly role: string;
  readonly boundary: string;
  readonly action: string;
  readonly resource: string | readonly string[];
}) {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  return ({ Type, Properties }: { Type: string; Properties: Record<string, unknown> }): void => {
    if (Type === 'AWS::IAM::Role' && Properties['RoleName'] === role) {
      const [policy] = Properties['Policies'] as { PolicyDocument: { Statement: object[] } }[];
      policy?.PolicyDocument.Statement.push(statement);
    }
    // The boundary would hold it.
    if (Type === 'AWS::IAM::ManagedPolicy' && Properties['ManagedPolicyName'] === boundary) {
      (Properties['PolicyDocument'] as { Statement: object[] }).Statement.push(statement);
    }
  };
}
