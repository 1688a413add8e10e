import { beforeAll, describe, expect, it } from 'vitest';
import { type Provable, provableAviation } from './aviation-world.ts';
import { allow, allowTexasAnalyst, type Grants, said, type Statement, statementsOf } from './weaken.ts';

type Conditions = { ArnEquals?: unknown };

let aviation: Provable;
beforeAll(async () => {
  aviation = await provableAviation();
});

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

  it('is refuted by a way from one role to its neighbour, which the subscription does not name', () => {
    const { refutations } = aviation.proofOf({
      resource: allowTexasAnalyst('sts:AssumeRole', '*'),
    });
    const [way] = refutations.filter(({ what }) => what.includes('through aviation-local-insight-analyst'));
    expect(way?.path.map(({ principal, actions }) => `${principal}: ${actions.join()}`)).toEqual([
      'aviation-local-insight-texas-analyst: sts:AssumeRole',
      'aviation-local-insight-analyst: SELECT',
    ]);
  });

  it('is refuted by a role that speaks on a consumer’s bus, where the forwarder alone may', () => {
    const { refutations } = aviation.proofOf({
      resource: allow({
        role: 'aviation-local-safety-publisher',
        boundary: 'aviation-local-safety-function-boundary',
        action: 'events:PutEvents',
        resource: 'arn:aws:events:*:*:event-bus/aviation-local-insight-bus',
      }),
    });
    expect(said(refutations)[0]).toMatch(
      /^separation, safety → insight: aviation-local-safety-publisher may events:PutEvents on /,
    );
  });

  it('is refuted by a bus of the platform, or its key, that lets in more roles than those of its name', () => {
    for (const what of ['AWS::Events::EventBusPolicy', 'AWS::KMS::Key']) {
      const { refutations } = aviation.proofOf({
        resource: ({ Type, Properties }) => {
          if (Type !== what || !JSON.stringify(Properties).includes('aws:PrincipalOrgID')) return;
          const policy = Properties['KeyPolicy'];
          const statements = policy ? statementsOf(policy) : [Properties['Statement'] as Statement];
          for (const { Condition } of statements) {
            if (JSON.stringify(Condition)?.includes('aws:PrincipalOrgID'))
              delete (Condition as Conditions).ArnEquals;
          }
        },
      });
      expect(said(refutations), what).toContainEqual(
        expect.stringMatching(/^separation, .* → platform: any other role of account \d+ may /),
      );
    }
  });

  it('is refuted where who pins the inputs of a pipeline does not see a table, though it has no other grant', () => {
    const { refutations } = aviation.proofOf({
      document: (document) => {
        const { grants } = (document ?? {}) as Partial<Grants>;
        if (!grants || !JSON.stringify(grants).includes('strikes_v1')) return document;
        return {
          ...(document as Grants),
          grants: grants.filter(({ principal }) => !principal.endsWith('insight-publisher')),
        };
      },
    });
    expect(said(refutations)).toEqual([
      'promise, insight → safety: aviation-local-insight-publisher does not see safety.strikes_v1, which it must know of',
    ]);
  });
});
