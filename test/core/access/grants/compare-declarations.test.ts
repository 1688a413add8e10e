import { describe, expect, it } from 'vitest';
import { compareDeclarations, compareLinks } from '../../../../core/access/grants/compare-declarations.ts';
import type { GrantDeclaration, GrantTarget } from '../../../../core/access/grants/declaration.ts';
import { declarationInWords } from '../../../../core/access/grants/declaration-in-words.ts';

const TABLE = { catalogId: '1', database: 'safety', table: 'strikes_v1' };

const reading = (target: GrantTarget, changes: Partial<GrantDeclaration> = {}): GrantDeclaration => ({
  principal: 'arn:aws:iam::1:role/m-local-insight-analyst',
  target,
  permissions: ['SELECT'],
  because: 'domains/safety/products/strikes/access/insight.yaml',
  ...changes,
});
const filter = (...columns: readonly string[]): GrantTarget => ({ kind: 'filter', ...TABLE, columns });

describe('declared grants', () => {
  it('are gained and lost by who, what and until when, not by the file that asks for them', () => {
    const before = [reading(filter('a', 'b')), reading({ kind: 'table', ...TABLE })];
    const after = [
      reading(filter('b', 'a'), { because: 'elsewhere.yaml' }),
      reading({ kind: 'table', ...TABLE }, { expires: '2027-06-30' }),
    ];
    expect(compareDeclarations(before, after)).toEqual([
      { kind: 'gained', declaration: after[1] },
      { kind: 'lost', declaration: before[1] },
    ]);
  });

  it('are the same in another order', () => {
    const all = [reading(filter('a')), reading(filter('b'))];
    expect(compareDeclarations(all, all.toReversed())).toEqual([]);
  });
});

describe('declared links', () => {
  it('are gained and lost by database and account, whichever tables are behind them', () => {
    const link = { database: 'safety', catalogId: '1', tables: ['strikes_v1'] };
    const moved = { ...link, catalogId: '2' };
    expect(compareLinks([link], [{ ...link, tables: [] }])).toEqual([]);
    expect(compareLinks([link], [moved])).toEqual([
      { kind: 'gained', link: moved },
      { kind: 'lost', link },
    ]);
  });
});

describe('a grant in words', () => {
  const columns = ['date', 'species', 'operator', 'cost'];
  const say = (declaration: GrantDeclaration): string => {
    const { principal, what } = declarationInWords(declaration, {
      principalOf: (arn) => arn.replace('arn:aws:iam::1:role/m-local-', ''),
      tableOf: (database, table) =>
        `${database}.${table}` === 'safety.strikes_v1' ? { name: 'safety.strikes', columns } : undefined,
    });
    return `${principal}: ${what}`;
  };

  it('names the columns that are missing, the rows and the last day', () => {
    const target: GrantTarget = {
      kind: 'filter',
      ...TABLE,
      columns: ['date', 'species', 'cost'],
      rows: "origin_state = 'Texas'",
    };
    expect(say(reading(target, { expires: '2027-06-30' }))).toBe(
      "insight-analyst: SELECT on safety.strikes without operator; rows where origin_state = 'Texas'; until 2027-06-30",
    );
  });

  it('names the columns that are there where these are fewer', () => {
    expect(say(reading(filter('date')))).toBe('insight-analyst: SELECT on safety.strikes (only date)');
  });

  it('names what it does not know as Glue does', () => {
    const target: GrantTarget = { kind: 'filter', ...TABLE, table: 'gone_v2', columns: ['date'] };
    expect(say(reading(target))).toBe('insight-analyst: SELECT on safety.gone_v2 (only date)');
  });

  it.each<[GrantTarget, readonly string[], string]>([
    [{ kind: 'table', ...TABLE }, ['DESCRIBE', 'SELECT'], 'SELECT on safety.strikes'],
    [{ kind: 'table', ...TABLE }, ['DESCRIBE'], 'DESCRIBE on safety.strikes'],
    [
      { kind: 'database', catalogId: '1', database: 'safety' },
      ['DESCRIBE'],
      'DESCRIBE on the database safety',
    ],
    [
      {
        kind: 'lf-tag-policy',
        catalogId: '1',
        resourceType: 'TABLE',
        expression: { domain: ['safety'], zone: ['staging', 'products'] },
      },
      ['SELECT'],
      'SELECT on tables tagged domain = safety, zone = staging or products',
    ],
    [
      { kind: 'data-location', catalogId: '1', resourceArn: 'arn:aws:s3:::m-local-safety-products' },
      ['DATA_LOCATION_ACCESS'],
      'DATA_LOCATION_ACCESS on s3://m-local-safety-products',
    ],
  ])('of %j', (target, permissions, words) => {
    expect(say(reading(target, { permissions }))).toBe(`insight-analyst: ${words}`);
  });
});
