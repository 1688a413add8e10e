import { declaredGrant } from '../../../../../core/access/grants/declared-grant.ts';
import type { DataCellsFilter, Grant } from '../../../../../core/access/lakeformation/grant.ts';
import { IAM_ALLOWED_PRINCIPALS, PERMISSIONS } from '../../../../../core/access/lakeformation/grant.ts';
import type { LakeState, LakeTable, LfTags } from '../../../../../core/access/lakeformation/lake-state.ts';
import type { DeployedResource } from '../../../../lib/deployed-policies.ts';
import { type Assembly, deployedStacks, type Json } from '../mutants/assembly.ts';
import { documentsOf } from '../mutants/declarations.ts';
import { resourcesOfStack } from './things.ts';

export type MeasuredTable = LakeTable & { readonly account: string; readonly domain: string };

/** The tables of all products, as their manifests have them. */
export function tablesOf(assembly: Assembly): readonly MeasuredTable[] {
  return deployedStacks(assembly)
    .flatMap(resourcesOfStack)
    .filter(({ type }) => type === 'Custom::FreeholdTables')
    .flatMap(({ account, properties }) => {
      // A manifest, as the synthesis wrote it.
      const manifest = assembly.documents.get(String(properties['key'])) as {
        readonly domain: string;
        readonly resources: { readonly database: string };
        readonly tables: readonly {
          readonly glueTable: string;
          readonly columns: readonly { readonly name: string }[];
        }[];
      };
      return manifest.tables.map(({ glueTable, columns }) => ({
        account,
        domain: manifest.domain,
        database: manifest.resources.database,
        name: glueTable,
        columns: columns.map(({ name }) => name),
      }));
    });
}

/** Lake Formation of one account after a deployment of the assembly. */
export function lakeOf(assembly: Assembly, account: string): LakeState {
  const resources = deployedStacks(assembly)
    .flatMap(resourcesOfStack)
    .filter((one) => one.account === account);
  const declared = documentsOf(assembly)
    .flatMap(({ document }) => document.grants)
    .filter(({ target }) => target.catalogId === account)
    .map(declaredGrant);
  const filters = declared.flatMap(({ filter }): readonly DataCellsFilter[] => (filter ? [filter] : []));
  const tables = tablesOf(assembly).filter((table) => table.account === account);
  const grants = [
    ...declared.map(({ grant }) => grant),
    ...permissionsOf(resources, tables),
    ...defaultsOf(resources, tables),
  ];
  const settings = resources.filter(({ type }) => type === 'AWS::LakeFormation::DataLakeSettings');
  const tags = tagsOf(resources);
  return {
    catalogId: account,
    admins: settings.flatMap(({ properties }) =>
      (properties['Admins'] as readonly Json[]).map((admin) => String(admin['DataLakePrincipalIdentifier'])),
    ),
    grantsOf: (principal) => grants.filter((grant) => isFor(grant.principal, principal)),
    filterOf: (database, table, name) =>
      filters.find((one) => one.database === database && one.table === table && one.name === name),
    tagsOf: ({ database, table }) => (table === undefined ? (tags.get(database) ?? {}) : {}),
    creatorOf: () => undefined,
  };
}

/** A grant to an account, or to the organisation, is one to whomever is in it: as far as one can tell. */
function isFor(grantee: string, principal: string): boolean {
  if (grantee === principal) return true;
  if (principal === IAM_ALLOWED_PRINCIPALS) return false;
  const account = principal.split(':')[4] ?? '';
  return (
    grantee === account ||
    grantee === `arn:aws:iam::${account}:root` ||
    grantee.startsWith('arn:aws:organizations:')
  );
}

function tagsOf(resources: readonly DeployedResource[]): ReadonlyMap<string, LfTags> {
  return new Map(
    resources
      .filter(({ type }) => type === 'AWS::LakeFormation::TagAssociation')
      .map(({ properties }) => {
        const { Database } = properties['Resource'] as { readonly Database: { readonly Name: string } };
        const tags = properties['LFTags'] as readonly {
          readonly TagKey: string;
          readonly TagValues: readonly string[];
        }[];
        return [
          Database.Name,
          Object.fromEntries(tags.map(({ TagKey, TagValues }) => [TagKey, TagValues[0] ?? ''])),
        ];
      }),
  );
}

/** What templates grant by themselves. */
function permissionsOf(
  resources: readonly DeployedResource[],
  tables: readonly LakeTable[],
): readonly Grant[] {
  return resources
    .filter(({ type }) => type === 'AWS::LakeFormation::PrincipalPermissions')
    .flatMap(({ properties }) => {
      const { DataLakePrincipalIdentifier: principal } = properties['Principal'] as {
        readonly DataLakePrincipalIdentifier: string;
      };
      const { Table } = properties['Resource'] as { readonly Table: { readonly DatabaseName: string } };
      const names = properties['Permissions'] as readonly string[];
      const permissions = PERMISSIONS.filter((one) => names.includes(one));
      return tables
        .filter(({ database }) => database === Table.DatabaseName)
        .map(
          ({ database, name }): Grant => ({
            principal,
            permissions,
            grantable: [],
            resource: { kind: 'table', database, table: name },
          }),
        );
    });
}

/** Tables made under defaults that say so, or that are left to AWS, are open to everybody whom IAM lets in. */
function defaultsOf(resources: readonly DeployedResource[], tables: readonly LakeTable[]): readonly Grant[] {
  const isOpen = (value: unknown): boolean => !Array.isArray(value) || value.length > 0;
  const settings = resources.filter(({ type }) => type === 'AWS::LakeFormation::DataLakeSettings');
  const databases = resources.filter(
    ({ type, properties }) =>
      type === 'AWS::Glue::Database' && (properties['DatabaseInput'] as Json)['TargetDatabase'] === undefined,
  );
  const opened = databases
    .filter(({ properties }) => {
      const own = (properties['DatabaseInput'] as Json)['CreateTableDefaultPermissions'];
      if (own !== undefined) return isOpen(own);
      return settings.some((one) => isOpen(one.properties['CreateTableDefaultPermissions']));
    })
    .map(({ properties }) => properties['DatabaseName']);
  return tables
    .filter(({ database }) => opened.includes(database))
    .map(({ database, name }) => ({
      principal: IAM_ALLOWED_PRINCIPALS,
      permissions: ['ALL'],
      grantable: [],
      resource: { kind: 'table', database, table: name },
    }));
}
