import { AccountPrincipal, AnyPrincipal, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { domainName } from '../../../core/naming/names.ts';
import { domainAccounts, type MeshScope } from '../../mesh-scope.ts';

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Whom the platform's resources let in. */
export type Members = {
  readonly principals: readonly IPrincipal[];
  /** `StringEquals` that goes with the principals. */
  readonly equals: Readonly<Record<string, string>>;
};

/**
 * The organization, so that a new domain changes nothing here; where mesh.yaml names none, the accounts of the
 * environment. Roles are not named as principals: AWS refuses a policy that names one which does not exist yet.
 */
export function membersOf(mesh: MeshScope): Members {
  const { organization } = mesh.environment;
  if (organization !== undefined) {
    return { principals: [new AnyPrincipal()], equals: { 'aws:PrincipalOrgID': organization } };
  }
  return { principals: domainAccounts(mesh).map((account) => new AccountPrincipal(account)), equals: {} };
}

/**
 * Only roles of these names, of the domain that their own tag says, in whichever account they are. What IAM puts in
 * the place of a variable is text: a tag with a `*` is no pattern.
 */
export function onlyAsRole(mesh: MeshScope, ...roles: readonly string[]): Conditions {
  const names = roles.map((role) => domainName(mesh.names, '${aws:PrincipalTag/domain}', role));
  const arns = names.map((name) => `arn:aws:iam::\${aws:PrincipalAccount}:role/${name}`);
  return { ArnEquals: { 'aws:PrincipalArn': arns } };
}
