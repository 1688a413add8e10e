import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';

type Statement = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
};
type Document = { readonly Version: string; readonly Statement: readonly Statement[] };

/** One action of one statement of a role's inline policy. */
export type GivenAction = {
  /** Role name without its domain, for example `publisher`. */
  readonly role: string;
  readonly roleName: string;
  readonly policy: string;
  readonly index: number;
  readonly sid: string;
  readonly action: string;
};

/** Identifies a statement's action as decisions of IAM name it. */
export function actionKey(of: Pick<GivenAction, 'roleName' | 'policy' | 'index' | 'action'>): string {
  return `${of.roleName}/${of.policy}#${of.index} ${of.action}`;
}

/** The inline policies of an account's roles as they are in force. */
export class LivePolicies {
  readonly #iam: IAMClient;

  constructor(iam: IAMClient) {
    this.#iam = iam;
  }

  /** Every action that the roles of a domain are given; `prefix` is `<mesh>-<env>-<domain>-`. */
  async actions(prefix: string): Promise<readonly GivenAction[]> {
    const { Roles = [] } = await this.#iam.send(new ListRolesCommand({}));
    const names = Roles.flatMap(({ RoleName: name = '' }) => (name.startsWith(prefix) ? [name] : []));
    const given: GivenAction[] = [];
    for (const roleName of names) {
      const { PolicyNames = [] } = await this.#iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
      for (const policy of PolicyNames) {
        const role = roleName.slice(prefix.length);
        given.push(...actionsOf(await this.#read(roleName, policy), { role, roleName, policy }));
      }
    }
    return given;
  }

  /** Does something while the action is missing from its statement. */
  async without<T>(given: GivenAction, work: () => Promise<T>): Promise<T> {
    const { roleName: RoleName, policy: PolicyName } = given;
    const before = await this.#read(RoleName, PolicyName);
    const after = removed(before, given);
    if (after.Statement.length === 0) {
      await this.#iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    } else {
      await this.#iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(after) }),
      );
    }
    try {
      return await work();
    } finally {
      await this.#iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(before) }),
      );
    }
  }

  async #read(RoleName: string, PolicyName: string): Promise<Document> {
    const { PolicyDocument = '' } = await this.#iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    // Synthesized by us, checked by IAM.
    return JSON.parse(decodeURIComponent(PolicyDocument)) as Document;
  }
}

const listed = (actions: string | readonly string[]): readonly string[] =>
  typeof actions === 'string' ? [actions] : actions;

function actionsOf(
  { Statement }: Document,
  of: Pick<GivenAction, 'role' | 'roleName' | 'policy'>,
): readonly GivenAction[] {
  return Statement.flatMap(({ Sid: sid = '', Effect, Action }, index) =>
    // A denial gives nothing that could be missed.
    Effect === 'Allow' ? listed(Action).map((action) => ({ ...of, index, sid, action })) : [],
  );
}

function removed(document: Document, { index, action }: GivenAction): Document {
  return {
    ...document,
    Statement: document.Statement.flatMap((statement, at) => {
      if (at !== index) return [statement];
      const left = listed(statement.Action).filter((one) => one !== action);
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    }),
  };
}
