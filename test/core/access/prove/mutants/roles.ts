import { type Assembly, type Json, type Placed, resourcesOf, withProperty } from './assembly.ts';
import { current, listOf } from './statements.ts';

export function rolesOf(assembly: Assembly, name: RegExp): readonly Placed[] {
  return resourcesOf(assembly, 'AWS::IAM::Role').filter(({ properties }) =>
    name.test(String(properties['RoleName'])),
  );
}

export function roleArn({ stack, properties }: Placed): string {
  return `arn:aws:iam::${stack.account}:role/${String(properties['RoleName'])}`;
}

/** The value of a role's tag. */
export function domainOf({ properties }: Placed): string {
  const tags = listOf(properties['Tags']) as readonly { readonly Key: string; readonly Value: string }[];
  return tags.find(({ Key }) => Key === 'domain')?.Value ?? '';
}

export function withStatement(assembly: Assembly, role: Placed, statement: Json): Assembly {
  const now = current(assembly, role);
  if (listOf(now.properties['Policies']).length > 0) {
    return withProperty(assembly, now, { path: 'Policies.0.PolicyDocument.Statement.+', value: statement });
  }
  const added = { PolicyName: 'added', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } };
  return withProperty(assembly, now, { path: 'Policies', value: [added] });
}

/** The managed policy that caps a role, in whichever stack of its account. */
export function boundaryOf(assembly: Assembly, role: Placed): Placed | undefined {
  const arn = String(role.properties['PermissionsBoundary']);
  return resourcesOf(assembly, 'AWS::IAM::ManagedPolicy').find(
    ({ stack, properties }) =>
      stack.account === role.stack.account && arn.endsWith(`/${String(properties['ManagedPolicyName'])}`),
  );
}

export function withBoundaryStatement(assembly: Assembly, role: Placed, statement: Json): Assembly {
  const boundary = boundaryOf(assembly, role);
  if (!boundary) return assembly;
  return withProperty(assembly, boundary, { path: 'PolicyDocument.Statement.+', value: statement });
}

/** An analyst of another domain, of one in the same account before all others. */
export function strangerTo(assembly: Assembly, domain: string, account: string): Placed | undefined {
  const analysts = rolesOf(assembly, /-analyst$/).filter((role) => domainOf(role) !== domain);
  return analysts.find(({ stack }) => stack.account === account) ?? analysts.at(-1);
}
