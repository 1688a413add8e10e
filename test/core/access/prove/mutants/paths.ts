import { type Assembly, type Json, type Placed, resourcesOf } from './assembly.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { rolesOf, withBoundaryStatement, withStatement } from './roles.ts';
import { siteAt, statementsOf } from './statements.ts';

const reachable: Expectation = { kind: 'reachable' };
const broken: Expectation = { kind: 'broken' };

/** Where data lies and where it goes: tables, results, copies, targets of events; and what is promised. */
export const PATH_MUTANTS: readonly Mutant[] = [
  {
    id: 'table-over-other-domain',
    title: 'a table lies over the files of another domain',
    weakens: 'where the tables of a domain lie',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Glue::Table').flatMap((table) => {
        const bucket = otherBucket(assembly, table, /-landing-/);
        return bucket
          ? [siteAt(table, { path: 'TableInput.StorageDescriptor.Location', value: `s3://${bucket}/` })]
          : [];
      }),
  },
  {
    id: 'database-over-other-domain',
    title: 'a database has its place in the bucket of another domain',
    weakens: 'where the tables of a domain lie',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Glue::Database').flatMap((database) => {
        const bucket = otherBucket(assembly, database, /-products-/);
        const isOwn = (database.properties['DatabaseInput'] as Json)['LocationUri'] !== undefined;
        return bucket && isOwn
          ? [siteAt(database, { path: 'DatabaseInput.LocationUri', value: `s3://${bucket}/` })]
          : [];
      }),
  },
  {
    id: 'results-in-other-bucket',
    title: 'a workgroup writes its results into the bucket of another domain',
    weakens: 'that results stay with who asked',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Athena::WorkGroup').flatMap((group) => {
        const bucket = otherBucket(assembly, group, /-results-/);
        return bucket ? [siteAt(group, { path: LOCATION, value: `s3://${bucket}/engineer/` })] : [];
      }),
  },
  {
    id: 'results-of-other-role',
    title: 'a workgroup writes its results where another role of the domain reads',
    weakens: 'that results stay with who asked',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Athena::WorkGroup').flatMap((group) => {
        const other = resourcesOf(assembly, 'AWS::Athena::WorkGroup').find(
          ({ stack, logicalId }) => stack.path === group.stack.path && logicalId !== group.logicalId,
        );
        return other ? [siteAt(group, { path: LOCATION, value: locationOf(other) })] : [];
      }),
  },
  {
    id: 'workgroup-not-enforced',
    title: 'a workgroup lets who asks say where results go',
    weakens: 'that results stay with who asked',
    expected: {
      kind: 'equivalent',
      because: 'results go where the role of who asks may write, which is a place of its own',
    },
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Athena::WorkGroup').map((group) =>
        siteAt(group, { path: 'WorkGroupConfiguration.EnforceWorkGroupConfiguration', value: false }),
      ),
  },
  {
    id: 'bucket-replicated',
    title: 'a bucket is copied to an account that is not of the mesh',
    weakens: 'that data stays in its bucket',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::S3::Bucket').map((bucket) =>
        siteAt(bucket, {
          path: 'ReplicationConfiguration',
          value: {
            Role: `arn:aws:iam::${bucket.stack.account}:role/copier`,
            Rules: [
              {
                Status: 'Enabled',
                Destination: { Bucket: 'arn:aws:s3:::elsewhere', Account: '999999999999' },
              },
            ],
          },
        }),
      ),
  },
  {
    id: 'events-to-elsewhere',
    title: 'a rule sends the events of a domain to an account that is not of the mesh',
    weakens: 'who hears of products',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Events::Rule')
        .filter(({ properties }) => JSON.stringify(properties['Targets']).includes('event-bus/'))
        .map((rule) =>
          siteAt(rule, {
            path: 'Targets.0.Arn',
            value: 'arn:aws:events:eu-west-1:999999999999:event-bus/somebody',
          }),
        ),
  },
  {
    id: 'alarms-to-elsewhere',
    title: 'a function of another account subscribes to the alarms of a domain',
    weakens: 'that alarms stay with their domain',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::SNS::Subscription').map((subscription) => ({
        ...siteAt(subscription, { path: 'Protocol', value: 'lambda' }),
        apply: (before) =>
          siteAt(subscription, {
            path: 'Endpoint',
            value: 'arn:aws:lambda:eu-west-1:999999999999:function:somebody',
          }).apply(siteAt(subscription, { path: 'Protocol', value: 'lambda' }).apply(before)),
      })),
  },
  {
    id: 'function-of-stronger-role',
    title: 'a function runs as the role that reconciles grants',
    weakens: 'that a function has what its work takes',
    expected: {
      kind: 'equivalent',
      because: 'who invokes a function gets its answer, not its role, and its code is as reviewed',
    },
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Lambda::Function')
        .filter(({ logicalId }) => logicalId.startsWith('Functionauditgate'))
        .flatMap((placed) => {
          const role = rolesOf(assembly, /-reconciler$/).find(
            ({ stack }) => stack.account === placed.stack.account,
          );
          const arn =
            role && `arn:aws:iam::${role.stack.account}:role/${String(role.properties['RoleName'])}`;
          return arn === undefined ? [] : [siteAt(placed, { path: 'Role', value: arn })];
        }),
  },
  ...['lakeformation:GetDataAccess', 'glue:GetTable', 'athena:StartQueryExecution', 'kms:Decrypt'].map(
    promiseMutant,
  ),
  {
    id: 'promise-in-boundary',
    title: 'the boundary of analysts does not allow what their work takes',
    weakens: 'what is promised',
    expected: broken,
    sites: (assembly) =>
      statementsOf(assembly, 'boundary')
        .filter(
          ({ resource, statement }) =>
            /people/.test(resource.logicalId) && JSON.stringify(statement).includes('GetDataAccess'),
        )
        .map(({ resource, path }) =>
          siteAt(resource, { path, value: undefined, words: 'without GetDataAccess' }),
        ),
  },
  {
    id: 'everything-denied',
    title: 'a role is denied everything',
    weakens: 'what is promised',
    expected: broken,
    sites: (assembly) =>
      rolesOf(assembly, /-analyst$/).map((role): Site => {
        const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
        return {
          ...siteAt(role, { path: 'Policies', value: undefined, words: 'denied' }),
          apply: (before) => withBoundaryStatement(withStatement(before, role, deny), role, deny),
        };
      }),
  },
];

const LOCATION = 'WorkGroupConfiguration.ResultConfiguration.OutputLocation';

function locationOf({ properties }: Placed): unknown {
  return LOCATION.split('.').reduce<unknown>((value, key) => (value as Json)[key], properties);
}

/** A bucket that another stack made. */
function otherBucket(assembly: Assembly, { stack }: Placed, name: RegExp): string | undefined {
  const found = resourcesOf(assembly, 'AWS::S3::Bucket').find(
    (bucket) =>
      bucket.stack.path.split('/')[0] !== stack.path.split('/')[0] &&
      name.test(String(bucket.properties['BucketName'])),
  );
  return found && String(found.properties['BucketName']);
}

/** Analysts and the role by which Lake Formation reads lose an action that reading takes. */
function promiseMutant(action: string): Mutant {
  return {
    id: `promise-${action.replace(':', '-').toLowerCase()}`,
    title: `a role lacks ${action}`,
    weakens: 'what is promised',
    expected: broken,
    sites: (assembly) =>
      statementsOf(assembly, 'identity')
        .filter(({ resource }) => /-(analyst|lakeformation)$/.test(String(resource.properties['RoleName'])))
        .filter(({ statement }) => JSON.stringify(statement['Action']).includes(`"${action}"`))
        .map(({ resource, path, statement }) => {
          const left = [statement['Action']].flat().filter((one) => one !== action);
          const value = left.length === 0 ? undefined : { ...statement, Action: left };
          return siteAt(resource, { path, value, words: `without ${action}` });
        }),
  };
}
