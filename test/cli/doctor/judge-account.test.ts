import { describe, expect, it } from 'vitest';
import type { AccountFacts } from '../../../cli/doctor/account-facts.ts';
import type { ExpectedAccount } from '../../../cli/doctor/expected-account.ts';
import { judgeAccount } from '../../../cli/doctor/judge-account.ts';

const EXECUTION = 'arn:aws:iam::2:role/cdk-hnb659fds-cfn-exec-role-2-eu-west-1';
const RECONCILER = 'arn:aws:iam::2:role/m-prod-sales-reconciler';
const STRANGER = 'arn:aws:iam::2:role/LakeAdmins';
const LANDING = 'arn:aws:s3:::m-prod-sales-landing-2-eu-west-1';
const REGISTRATION = 'arn:aws:iam::2:role/m-prod-sales-lakeformation';

const EXPECTED: ExpectedAccount = {
  account: '2',
  region: 'eu-west-1',
  environment: 'prod',
  isSandbox: false,
  platformAccount: '1',
  domains: [
    {
      name: 'sales',
      namespaceStack: 'm-prod-sales-namespace',
      databases: ['sales', 'sales_staging', 'sales_landing'],
      buckets: ['m-prod-sales-landing-2-eu-west-1'],
      locations: [LANDING],
      registrationRole: REGISTRATION,
    },
  ],
  executionRole: EXECUTION,
  administrators: [EXECUTION, RECONCILER],
};

const lake = (administrators: readonly string[], changes = {}) => ({
  value: { administrators, crossAccountVersion: 4, opensNewObjects: false, ...changes },
});

/** An account in which the mesh is deployed as it should be. */
const DEPLOYED: AccountFacts = {
  bootstrapVersion: { value: 33 },
  executionPolicies: { value: ['arn:aws:iam::2:policy/m-prod-execution-1'] },
  lake: lake([EXECUTION, RECONCILER]),
  registrations: { value: [{ location: LANDING, role: REGISTRATION, isHybrid: false }] },
  databases: { value: ['sales'] },
  buckets: { value: ['m-prod-sales-landing-2-eu-west-1'] },
  stacks: { value: ['m-prod-sales-namespace'] },
};
/** An account that nobody has used yet, as AWS hands it over. */
const FRESH: AccountFacts = {
  ...DEPLOYED,
  lake: lake([], { crossAccountVersion: 1, opensNewObjects: true }),
  registrations: { value: [] },
  databases: { value: [] },
  buckets: { value: [] },
  stacks: { value: [] },
};

const judge = (facts: AccountFacts) => judgeAccount(EXPECTED, facts);
const unwell = (facts: AccountFacts) => judge(facts).filter(({ health }) => health !== 'ok');

describe('an account', () => {
  it('is well when it is deployed, and when it is fresh and bootstrapped', () => {
    expect(unwell(DEPLOYED)).toEqual([]);
    expect(unwell(FRESH)).toEqual([]);
  });

  it('that is not bootstrapped gets the command that trusts the platform’s account', () => {
    const [first] = unwell({ ...FRESH, bootstrapVersion: { refused: 'AccessDenied: no' } });
    expect(first).toMatchObject({ check: 'bootstrap', health: 'problem' });
    expect(first?.fix).toContain('npx cdk bootstrap aws://2/eu-west-1 --trust 1 --trust-for-lookup 1');
  });

  it('of which nothing can be looked at has one problem, not seven', () => {
    const refused = { refused: 'AccessDenied: no' };
    const found = unwell({ ...FRESH, bootstrapVersion: refused, lake: refused, registrations: refused });
    expect(found.map(({ check, health }) => [check, health])).toEqual([
      ['bootstrap', 'problem'],
      ['account', 'unknown'],
    ]);
  });

  it('with a bootstrap that is too old is a problem', () => {
    const [first] = unwell({ ...FRESH, bootstrapVersion: { value: 5 } });
    expect(first).toMatchObject({ health: 'problem', what: 'bootstrapped with version 5; 6 is needed' });
  });

  it('in which CloudFormation may do everything is a warning', () => {
    const executionPolicies = { value: ['arn:aws:iam::aws:policy/AdministratorAccess'] };
    expect(unwell({ ...FRESH, executionPolicies })).toEqual([
      {
        check: 'execution-policy',
        health: 'warning',
        what: 'CloudFormation may do everything here (AdministratorAccess)',
        fix: 'bin/mesh execution-policy --account 2 --environment prod',
      },
    ]);
  });

  it('with administrators, of whom the deploying role is none, gets a command that keeps those that are there', () => {
    const found = unwell({ ...FRESH, lake: lake([STRANGER]) });
    expect(found.map(({ check, health }) => [check, health])).toEqual([
      ['lake-administrators', 'problem'],
      ['lake-strangers', 'warning'],
    ]);
    expect(found[0]?.fix).toContain(
      `.DataLakeAdmins = [{"DataLakePrincipalIdentifier":"${STRANGER}"},{"DataLakePrincipalIdentifier":"${EXECUTION}"}]`,
    );
  });

  it('from which somebody removed a reconciler is a problem', () => {
    expect(unwell({ ...DEPLOYED, lake: lake([EXECUTION]) })).toMatchObject([
      { check: 'lake-administrators', health: 'problem', what: expect.stringContaining(RECONCILER) },
    ]);
  });

  it('that somebody opened or set back after the deployment is told', () => {
    const changed = lake([EXECUTION, RECONCILER], { crossAccountVersion: 3, opensNewObjects: true });
    expect(unwell({ ...DEPLOYED, lake: changed }).map(({ check, health }) => [check, health])).toEqual([
      ['cross-account-version', 'problem'],
      ['new-objects-open', 'warning'],
    ]);
  });

  it('with our bucket, or a path in it, registered by somebody else is a problem', () => {
    const value = [
      { location: `${LANDING}/orders`, role: '', isHybrid: false },
      { location: `${LANDING}-2`, role: STRANGER, isHybrid: true },
    ];
    expect(unwell({ ...DEPLOYED, registrations: { value } })).toMatchObject([
      {
        check: 'registrations',
        health: 'problem',
        what: `${LANDING}/orders is registered with the service-linked role, which may not use the domain’s key`,
      },
    ]);
  });

  it('with our bucket in hybrid access mode is a problem: IAM would pass by Lake Formation', () => {
    const value = [{ location: LANDING, role: REGISTRATION, isHybrid: true }];
    expect(unwell({ ...DEPLOYED, registrations: { value } })).toMatchObject([
      { health: 'problem', what: expect.stringContaining('hybrid access mode') },
    ]);
  });

  it('whose names are taken before the first deployment is a problem, and none afterwards', () => {
    const taken = { databases: { value: ['sales', 'sales_eu'] }, buckets: { value: [] } };
    expect(unwell({ ...FRESH, ...taken })).toMatchObject([
      { check: 'names', what: 'sales is not deployed, and there is already: database sales' },
    ]);
    expect(unwell({ ...DEPLOYED, ...taken })).toEqual([]);
  });

  it('that cannot be read is neither well nor unwell', () => {
    const refused = { refused: 'AccessDenied: no' };
    const found = unwell({ ...DEPLOYED, lake: refused, registrations: refused, executionPolicies: refused });
    expect(found.map(({ health }) => health)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
