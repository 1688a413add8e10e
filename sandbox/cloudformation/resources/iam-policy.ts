import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { document } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

// The sandbox has roles only: users and groups are refused as unknown properties.
const Properties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: document,
  Roles: z.array(z.string()).min(1),
});
type Properties = z.infer<typeof Properties>;

/** An inline policy on roles; putting one overwrites another of the same name, as on AWS. */
export const iamPolicy = defineProvider<Properties>({
  type: 'AWS::IAM::Policy',
  properties: Properties,
  createOnly: [],
  createsAgain: true,
  overwrites: true,
  identify: (_properties, context) => generatedName(context),
  create: async (properties, context) => {
    await put(properties, context);
    return { physicalId: generatedName(context) };
  },
  read: async (physicalId, { call }, { PolicyName, Roles }) => {
    const [RoleName = ''] = Roles;
    return (await unlessAbsent(call('iam', 'GetRolePolicy', { RoleName, PolicyName }))) && { Id: physicalId };
  },
  describe: async (_physicalId, { call }, { PolicyName, Roles }) => {
    const found = await Promise.all(
      Roles.map((RoleName) => unlessAbsent(call('iam', 'GetRolePolicy', { RoleName, PolicyName }))),
    );
    const present = found.filter((policy) => policy !== undefined);
    if (present.length === 0) return undefined;
    return {
      PolicyDocument: documentIn(present[0]?.PolicyDocument),
      Roles: present.map(({ RoleName }) => RoleName),
    };
  },
  update: async (_physicalId, { previous, desired }, context) => {
    await put(desired, context);
    const isSameName = previous.PolicyName === desired.PolicyName;
    const left = previous.Roles.filter((role) => !isSameName || !desired.Roles.includes(role));
    await remove({ ...previous, Roles: left }, context);
    return undefined;
  },
  delete: async (_physicalId, context, properties) => await remove(properties, context),
});

async function put(
  { PolicyName, PolicyDocument, Roles }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const text = JSON.stringify(PolicyDocument);
  for (const RoleName of Roles)
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: text });
}

async function remove({ PolicyName, Roles }: Properties, { call }: ResourceContext): Promise<void> {
  for (const RoleName of Roles) await unlessAbsent(call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
}
