import {
  ListPermissionsCommand,
  type LakeFormationClient,
  type PrincipalResourcePermissions,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { roleArn } from '../../core/naming/names.ts';
import { handworker } from './lake-drift.ts';
import { type Grove, openGrove } from './grove.ts';
import { forcedRun, invoke } from './paths.ts';
import { provisionProbe } from './provision-probe.ts';

/** Roles that work without a person. */
const ROLES = ['pipeline', 'publisher', 'provisioner'] as const;

/** Grants whose loss fails nothing in the sandbox, and why they are declared all the same. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'pipeline DESCRIBE':
    'on the database of the key; that Athena describes the database of a table that is named in full is not documented',
  'publisher DATA_LOCATION_ACCESS':
    'the location of the database implies it; that AWS does so for a CREATE_TABLE by tags is not documented',
  'provisioner DATA_LOCATION_ACCESS': 'as for the publisher',
  'publisher TABLE staging': 'who creates a table holds all on it, until the role is made anew',
  'provisioner TABLE products': 'as for the publisher: tables outlive roles',
};

let grove: Grove;
let lake: LakeFormationClient;

beforeAll(async () => {
  grove = await openGrove();
  lake = await handworker(grove);
});

afterAll(async () => {
  await grove.close();
});

it.each(ROLES)(
  '%s: a grant that is taken away by hand fails the run, until a sweep restores it',
  async (role) => {
    const provision = provisionProbe(grove);
    const walk = role === 'provisioner' ? provision : () => forcedRun(grove);
    const before = await grantsOf(role);
    expect(before.length).toBeGreaterThan(0);
    const survivors: string[] = [];
    for (const grant of before) {
      await revoke(grant);
      const said = await walk();
      if (!said.includes('Insufficient Lake Formation permission(s)'))
        survivors.push([shortName(role, grant), ...(said === '' ? [] : [said])].join(': '));
      expect(await invoke(grove, 'enforce-policies', {})).toBe('');
      expect((await grantsOf(role)).map(nameOf)).toEqual(before.map(nameOf));
    }
    const excepted = Object.keys(EXCEPTIONS).filter((name) => name.startsWith(`${role} `));
    expect(survivors.toSorted()).toEqual(excepted.toSorted());
    expect(await walk()).toBe('');
  },
);

/** What somebody gave the role, without what it owns as the creator of tables. */
async function grantsOf(role: string): Promise<readonly PrincipalResourcePermissions[]> {
  const { names, account } = grove;
  const DataLakePrincipalIdentifier = roleArn(names, 'shop', account, role);
  const { PrincipalResourcePermissions: all = [] } = await lake.send(
    new ListPermissionsCommand({ Principal: { DataLakePrincipalIdentifier } }),
  );
  return all
    .filter(({ PermissionsWithGrantOption: grantable = [] }) => grantable.length === 0)
    .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

function shortName(role: string, { Resource, Permissions }: PrincipalResourcePermissions): string {
  const tags = Resource?.LFTagPolicy;
  if (tags === undefined) return `${role} ${Permissions?.join()}`;
  const zones = tags.Expression?.find(({ TagKey }) => TagKey === 'zone')?.TagValues;
  return `${role} ${tags.ResourceType} ${zones?.join()}`;
}

const nameOf = ({ Resource, Permissions }: PrincipalResourcePermissions): string =>
  JSON.stringify([Resource, Permissions]);

async function revoke({ Principal, Resource, Permissions }: PrincipalResourcePermissions): Promise<void> {
  await lake.send(new RevokePermissionsCommand({ Principal, Resource, Permissions }));
}
