import { beforeAll, describe, expect, it } from 'vitest';
import { type Provable, provableAviation } from './aviation-world.ts';
import type { Refutation } from '../../../../core/access/prove/proof.ts';
import { allowTexasAnalyst, type Grants, said, statementsOf, TEXAS } from './weaken.ts';

let aviation: Provable;
beforeAll(async () => {
  aviation = await provableAviation();
});

describe('the proof of the aviation mesh', () => {
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

  it('is refuted by who reads the results of another role', () => {
    const { refutations } = aviation.proofOf({
      resource: allowTexasAnalyst('s3:GetObject', 'arn:aws:s3:::aviation-local-insight-results-*/*analyst/*'),
    });
    expect(said(refutations)).toContain(
      'separation, insight → safety: aviation-local-insight-texas-analyst reads all rows of safety.strikes_v1 through aviation-local-insight-analyst, which no subscription gives it',
    );
  });

  it('is refuted by more patterns than can be told apart, among results and in a bucket of another domain', () => {
    const among = (bucket: string): readonly string[] =>
      [...'abcdefghijklmn'].map((letter) => `arn:aws:s3:::${bucket}-*/*${letter}*${letter.toUpperCase()}*`);
    const results = aviation.proofOf({
      resource: allowTexasAnalyst('s3:GetObject', among('aviation-local-insight-results')),
    });
    const untried = (refutations: readonly Refutation[], to: string) =>
      refutations.filter(
        (one) => one.to === to && JSON.stringify(one.path).includes('in more ways than can be tried'),
      );
    expect(untried(results.refutations, 'safety')).not.toEqual([]);
    const opened = aviation.proofOf({
      resource: ({ Type, Properties }, stack) => {
        if (Type !== 'AWS::S3::BucketPolicy' || stack !== 'safety/Namespace') return;
        statementsOf(Properties['PolicyDocument']).push({
          Effect: 'Allow',
          Action: 's3:GetObject',
          Principal: { AWS: '*' },
          Resource: among('aviation-local-safety-products'),
        });
      },
    });
    expect(untried(opened.refutations, 'safety')).not.toEqual([]);
  });

  it('is refuted by a subscriber who cannot run a query', () => {
    const { refutations } = aviation.proofOf({
      resource: ({ Type, Properties }) => {
        if (Type === 'AWS::IAM::Role' && Properties['RoleName'] === TEXAS)
          setStatements(Properties, 'RunQueries');
      },
    });
    expect(said(refutations)).toEqual([
      expect.stringMatching(
        /^promise, insight → safety: aviation-local-insight-texas-analyst cannot read safety.strikes_v1, which domains\/safety\/.*insight-texas.yaml promises: .* may not athena:StartQueryExecution/,
      ),
    ]);
  });
});

/** Takes a statement out of the role's policy. */
function setStatements(properties: Record<string, unknown>, without: string): void {
  const [policy] = properties['Policies'] as { PolicyDocument: { Statement: { Sid?: string }[] } }[];
  if (!policy) return;
  policy.PolicyDocument.Statement = policy.PolicyDocument.Statement.filter(({ Sid }) => Sid !== without);
}
