import { property, records, texts } from '../../template-rules/property.ts';
import { policyOf } from './policies.ts';
import type { ResolvedResource } from './resolve-stack.ts';
import type { WorldPolicy, WorldRole, WorldUnknown } from './world.ts';

/** Types that are parts of roles. */
export const ROLE_TYPES: readonly string[] = [
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
];

/** Every role with all its policies; one that the templates do not hold is an unknown. */
export function buildRoles(resources: readonly ResolvedResource[]): {
  readonly roles: readonly WorldRole[];
  readonly unknowns: readonly WorldUnknown[];
} {
  const managed = new Map(
    resources
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
      .map((policy) => [policy.arn, documentOf(policy)]),
  );
  const attached = Map.groupBy(
    resources
      .filter(({ type }) => type !== 'AWS::IAM::Role' && ROLE_TYPES.includes(type))
      .flatMap(attachments),
    ({ role }) => role,
  );
  const unknowns: WorldUnknown[] = [];
  const find = (role: ResolvedResource, arn: string, what: string): WorldPolicy | undefined => {
    const found = managed.get(arn);
    if (!found) unknowns.push({ what: `${what} ${arn} stands in no template`, ...placeOf(role) });
    return found;
  };
  const roles = resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map((role): WorldRole => {
      const boundary = role.properties['PermissionsBoundary'];
      return {
        name: role.name,
        arn: role.arn,
        account: role.stack.account,
        owner: role.owner,
        tags: tagsOf(role),
        identity: [
          ...inline(role),
          ...(attached.get(roleKey(role.stack.account, role.name)) ?? []).map(({ policy }) => policy),
          ...texts(role.properties['ManagedPolicyArns']).flatMap(
            (arn) => find(role, arn, 'the policy') ?? [],
          ),
        ],
        boundary: typeof boundary === 'string' ? find(role, boundary, 'the boundary') : undefined,
        trust: policyOf(`trust of ${role.name}`, role.properties['AssumeRolePolicyDocument'], role.origin),
        origin: role.origin,
      };
    });
  return { roles, unknowns };
}

const placeOf = ({ owner, origin }: ResolvedResource) => ({ owner, origin });

const roleKey = (account: string, role: string): string => `${account}/${role}`;

function documentOf({ name, properties, origin }: ResolvedResource): WorldPolicy {
  return policyOf(name, properties['PolicyDocument'], origin);
}

function inline({ properties, origin }: ResolvedResource): readonly WorldPolicy[] {
  return records(properties['Policies']).map((policy) =>
    policyOf(String(policy['PolicyName']), policy['PolicyDocument'], origin),
  );
}

function attachments(policy: ResolvedResource) {
  const { properties, stack, origin } = policy;
  const [name = policy.name] = texts(properties['PolicyName']);
  return [...texts(properties['Roles']), ...texts(properties['RoleName'])].map((role) => ({
    role: roleKey(stack.account, role),
    policy: policyOf(name, properties['PolicyDocument'], origin),
  }));
}

function tagsOf({ properties }: ResolvedResource): Readonly<Record<string, string>> {
  const tags = property(properties, 'Tags');
  return Object.fromEntries(
    records(tags).flatMap(({ Key, Value }) => (typeof Key === 'string' ? [[Key, String(Value)]] : [])),
  );
}
