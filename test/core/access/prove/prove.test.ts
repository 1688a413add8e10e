import { beforeAll, describe, expect, it } from 'vitest';
import type { Refutation } from '../../../../core/access/prove/proof.ts';
import { type Provable, provableAviation } from './aviation-world.ts';

let aviation: Provable;
beforeAll(async () => {
  aviation = await provableAviation();
});

type Statement = {
  Effect: string;
  Action: unknown;
  Resource?: unknown;
  Principal?: unknown;
  Condition?: unknown;
};
type Grants = {
  schema?: string;
  owner?: string;
  grants: {
    principal: string;
    because: string;
    expires?: string;
    target: { kind: string; rows?: string; columns: string[] };
  }[];
};

/** What a change of the templates lets somebody do, in words. */
const said = (refutations: readonly Refutation[]): readonly string[] =>
  refutations.map(
    ({ claim, from, to, principal, what }) => `${claim}, ${from} → ${to}: ${principal} ${what}`,
  );

const statementsOf = (document: unknown): Statement[] => (document as { Statement: Statement[] }).Statement;

describe('the proof of the aviation mesh', () => {
  it('holds: every domain reaches exactly what the subscriptions say', () => {
    const { isProved, refutations, counts } = aviation.proofOf();
    expect(said(refutations)).toEqual([]);
    expect(isProved).toBe(true);
    expect(counts).toMatchObject({ accounts: 5, parties: 5, pairs: 20 });
    expect(counts.witnesses).toBeGreaterThan(500);
    expect(counts.reads).toBeGreaterThan(50);
  });

  it('is refuted by a bucket that lets another domain’s role in, with the statement and who made it', () => {
    const { refutations } = aviation.proofOf({
      resource: ({ Type, Properties }) => {
        if (Type !== 'AWS::S3::BucketPolicy' || !JSON.stringify(Properties).includes('Audit')) return;
        for (const statement of statementsOf(Properties['PolicyDocument'])) {
          if (statement.Effect === 'Allow') delete statement.Condition;
        }
      },
    });
    const strangers = refutations.find(
      ({ principal }) => principal === 'an administrator of any other account',
    );
    expect(strangers?.path[0]?.because[0]).toMatchObject({
      text: expect.stringContaining('statement 4 (Addledger)'),
      origin: {
        construct: 'platform/Platform/Audit/Policy',
        source: expect.stringMatching(/^lib\/.*\.ts:\d+$/),
      },
    });
    expect(strangers).toMatchObject({
      claim: 'separation',
      from: 'outside the mesh',
      to: 'platform',
      path: [{ actions: ['s3:PutObject'] }],
    });
  });

  it('is refuted by a filter that lets through all rows', () => {
    const { refutations } = aviation.proofOf({
      document: (document) => {
        for (const { target } of (document as Grants | undefined)?.grants ?? []) delete target.rows;
        return document;
      },
    });
    expect(said(refutations)).toEqual([
      'separation, insight → safety: aviation-local-insight-texas-analyst reads all rows of safety.strikes_v1, which no subscription gives it',
    ]);
  });

  it('is refuted by one column more, and by one column less', () => {
    const { refutations } = aviation.proofOf({
      document: (document) => {
        const grants = (document as Grants | undefined)?.grants ?? [];
        for (const { target, principal } of grants.filter(({ target: { kind } }) => kind === 'filter')) {
          if (target.columns.includes('strike_id') && principal.endsWith('texas-analyst')) {
            target.columns = target.columns.map((column) => (column === 'strike_id' ? 'operator' : column));
          }
        }
        return document;
      },
    });
    expect(said(refutations)).toEqual([
      'separation, insight → safety: aviation-local-insight-texas-analyst reads column operator of safety.strikes_v1, which no subscription gives it',
      'promise, insight → safety: aviation-local-insight-texas-analyst does not read column strike_id of safety.strikes_v1, which a subscription promises',
    ]);
  });

  it('is refuted by a grant that outlives its subscription, on the day after', () => {
    const { refutations } = aviation.proofOf({
      document: (document) => {
        for (const grant of (document as Grants | undefined)?.grants ?? []) {
          if (grant.principal.endsWith('texas-analyst') && grant.expires) grant.expires = '2027-07-01';
        }
        return document;
      },
    });
    expect(said(refutations)).toEqual([
      expect.stringMatching(
        /^separation, insight → safety: aviation-local-insight-texas-analyst reads .*, rows where .* of safety\.strikes_v1 on 2027-07-01, which no/,
      ),
    ]);
  });

  it('is refuted by tables that are open to everybody whom IAM lets in', () => {
    const { refutations } = aviation.proofOf({
      resource: ({ Type, Properties }, stack) => {
        if (Type !== 'AWS::Glue::Database' || stack !== 'safety/Namespace') return;
        delete (Properties['DatabaseInput'] as Record<string, unknown>)['CreateTableDefaultPermissions'];
      },
    });
    // The settings of the account are empty, so that a database without a word stays closed.
    expect(said(refutations)).toEqual([]);
    const opened = aviation.proofOf({
      resource: ({ Type, Properties }, stack) => {
        if (Type !== 'AWS::Glue::Database' || stack !== 'safety/Namespace') return;
        const everybody = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };
        const input = Properties['DatabaseInput'] as Record<string, unknown>;
        input['CreateTableDefaultPermissions'] = [{ Principal: everybody, Permissions: ['ALL'] }];
      },
    });
    expect(said(opened.refutations)).toContain(
      'separation, insight → safety: aviation-local-insight-texas-analyst reads all rows of safety.strikes_v1, which no subscription gives it',
    );
  });

  it('is refuted by a resource that nobody knows', () => {
    const { refutations } = aviation.proofOf({
      resource: (resource, stack) => {
        if (stack === 'safety/Namespace' && resource.Type === 'AWS::Glue::Database') {
          resource.Properties['DatabaseName'] = { 'Fn::ImportValue': 'elsewhere' };
        }
      },
    });
    expect(refutations.filter(({ claim }) => claim === 'known')).toHaveLength(3);
  });
});
