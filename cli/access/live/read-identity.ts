import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  type Role,
} from '@aws-sdk/client-iam';
import type { LiveResource } from '../../../core/access/world/live/live-account.ts';
import { BOOTSTRAP_ROLES, bootstrapRoleName } from '../../../core/naming/bootstrap-role.ts';
import { mapBounded } from '../../deploy/map-bounded.ts';
import { pages, type Reader, type ReaderConfig, token } from './reader.ts';

const ROLES_CONCURRENCY_MAX = 4;

/**
 * Roles with all their policies. The roles by which the mesh is deployed, and those that AWS's services made for
 * themselves, are left out: who holds them is trusted.
 */
export const readIdentity: Reader = async (config) => {
  const iam = new IAMClient(config.client);
  const roles = await pages(async (Marker) => {
    const { Roles, Marker: next } = await iam.send(new ListRolesCommand({ ...token('Marker', Marker) }));
    return { items: Roles, next };
  });
  const read = await mapBounded(
    roles.filter((role) => !isTrusted(role, config)),
    ROLES_CONCURRENCY_MAX,
    async ({ RoleName = '' }) => await readRole(iam, RoleName),
  );
  const managed = [...new Set(read.flatMap(({ policies }) => policies))];
  const documents = await mapBounded(
    managed,
    ROLES_CONCURRENCY_MAX,
    async (arn) => await readPolicy(iam, arn),
  );
  return [...read.map(({ role }) => role), ...documents];
};

const IMAGES = 'image-publishing';

function isTrusted({ RoleName = '', Path = '/' }: Role, { account, region }: ReaderConfig): boolean {
  if (Path.startsWith('/aws-service-role/')) return true;
  const bootstrap = BOOTSTRAP_ROLES.map((role) => bootstrapRoleName(role, { account, region }));
  const [first = ''] = bootstrap;
  return [...bootstrap, first.replace('-deploy-', `-${IMAGES}-`)].includes(RoleName);
}

async function readRole(iam: IAMClient, RoleName: string) {
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  const inline = await pages(async (Marker) => {
    const page = await iam.send(new ListRolePoliciesCommand({ RoleName, ...token('Marker', Marker) }));
    return { items: page.PolicyNames, next: page.Marker };
  });
  const attached = await pages(async (Marker) => {
    const page = await iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName, ...token('Marker', Marker) }),
    );
    return { items: page.AttachedPolicies, next: page.Marker };
  });
  const arns = attached.map(({ PolicyArn = '' }) => PolicyArn);
  const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  const Policies = await Promise.all(
    inline.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return { PolicyName, PolicyDocument: document(PolicyDocument) };
    }),
  );
  const resource: LiveResource = {
    type: 'AWS::IAM::Role',
    arn: role?.Arn ?? '',
    name: RoleName,
    properties: {
      RoleName,
      AssumeRolePolicyDocument: document(role?.AssumeRolePolicyDocument),
      Policies,
      ManagedPolicyArns: arns,
      Tags: role?.Tags ?? [],
      ...(boundary !== undefined && { PermissionsBoundary: boundary }),
    },
  };
  return { role: resource, policies: boundary === undefined ? arns : [...arns, boundary] };
}

async function readPolicy(iam: IAMClient, PolicyArn: string): Promise<LiveResource> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  const name = Policy?.PolicyName ?? '';
  return {
    type: 'AWS::IAM::ManagedPolicy',
    arn: PolicyArn,
    name,
    properties: { ManagedPolicyName: name, PolicyDocument: document(PolicyVersion?.Document) },
  };
}

/** IAM answers documents in the encoding of URLs. */
const document = (text: string | undefined): unknown => JSON.parse(decodeURIComponent(text ?? 'null'));
