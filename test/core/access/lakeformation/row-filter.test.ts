import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRowFilter } from '../../../../core/access/lakeformation/check-row-filter.ts';
import { parseRowFilter } from '../../../../core/access/lakeformation/parse-row-filter.ts';
import { type RowPredicate, renderPredicate } from '../../../../core/access/lakeformation/row-predicate.ts';

function render(filter: string): string {
  const parsed = parseRowFilter(filter);
  return parsed.kind === 'parsed' ? renderPredicate(parsed.predicate) : `${parsed.at}: ${parsed.message}`;
}

describe('row filters', () => {
  it.each([
    ["state = 'TX'", `"state" = 'TX'`],
    ["State != 'O''Hare'", `"state" <> 'O''Hare'`],
    ['cost between -1.5 and 1e3', '"cost" BETWEEN -1.5 AND 1e3'],
    ["a in ('x', 'y') and not b = true", `("a" IN ('x', 'y')) AND (NOT ("b" = TRUE))`],
    ['a = 1 or b = 2 and c = 3', '("a" = 1) OR (("b" = 2) AND ("c" = 3))'],
    ['(a = 1 or b = 2) and c = 3', '(("a" = 1) OR ("b" = 2)) AND ("c" = 3)'],
    ["name not like 'A%'", `NOT ("name" LIKE 'A%')`],
    ['a is not null', 'NOT ("a" IS NULL)'],
    ["address.city = 'Lyon'", `"address"."city" = 'Lyon'`],
    ['"odd ""name" <= +3', '"odd ""name" <= 3'],
    ['true', 'TRUE'],
  ])('reads %s', (filter, expected) => {
    expect(render(filter)).toBe(expected);
  });

  it('refuses what Lake Formation refuses, and says where', () => {
    const refused = [
      '',
      'a',
      'a = b',
      "'x' = a",
      'lower(a) = 1',
      'a = current_date()',
      "a = 'open",
      'a = 1; drop table t',
      'a = 1 --',
      'a = (select 1)',
      'a.b.c.d.e.f = 1',
      'a like 5',
      'a in ()',
      'a = null',
      'a + 1 = 2',
      'a = 1 b = 2',
      "a = 'x' || 'y'",
    ];
    expect(refused.map((filter) => `${filter} → ${render(filter)}`)).toMatchInlineSnapshot(`
      [
        " → 0: expected a column, found the end; write columns on the left",
        "a → 1: expected a comparison after column a, found the end",
        "a = b → 4: expected a constant, found "b"; a column is compared with constants only",
        "'x' = a → 0: expected a column, found "x"; write columns on the left",
        "lower(a) = 1 → 5: function lower() is not supported in a row filter",
        "a = current_date() → 4: expected a constant, found "current_date"; a column is compared with constants only",
        "a = 'open → 4: cannot read "'open"",
        "a = 1; drop table t → 5: cannot read "; drop table"",
        "a = 1 -- → 6: unexpected "-"",
        "a = (select 1) → 4: expected a constant, found "("; a column is compared with constants only",
        "a.b.c.d.e.f = 1 → 1: nested columns may be 5 levels deep",
        "a like 5 → 7: LIKE needs a string constant",
        "a in () → 6: expected a constant, found ")"; a column is compared with constants only",
        "a = null → 4: expected a constant, found "null"; a column is compared with constants only",
        "a + 1 = 2 → 2: expected a comparison after column a, found "+"",
        "a = 1 b = 2 → 6: unexpected "b"",
        "a = 'x' || 'y' → 8: cannot read "|| 'y'"",
      ]
    `);
  });

  it('bounds length and nesting', () => {
    expect(render(`a = '${'x'.repeat(2048)}'`)).toContain('takes fewer than 2048');
    expect(render(`${'('.repeat(51)}a = 1${')'.repeat(51)}`)).toContain('levels of nesting');
  });

  it('checks columns and types against the table', () => {
    const table = {
      columns: [
        { name: 'state', type: 'string' },
        { name: 'cost', type: 'decimal(10,2)' },
        { name: 'day', type: 'date' },
        { name: 'place', type: 'struct<city:string>' },
      ],
      partitionKeys: [{ name: 'year', type: 'int' }],
    };
    const check = (filter: string) => {
      const parsed = parseRowFilter(filter);
      return parsed.kind === 'parsed' ? checkRowFilter(parsed.predicate, table) : [parsed.message];
    };
    expect(check("state = 'TX' and cost > 5 and year = 2001 and place.city = 'x'")).toEqual([]);
    expect(check("gone = 1 or day = '2001-01-01' or cost = 'x' or year is null or state.x = 1")).toEqual([
      'column gone does not exist',
      'column day is date, which a row filter cannot compare',
      'column cost is decimal(10,2), the filter compares it with a string',
      'IS NULL is not supported on partition column year',
      'column state is string, not a struct',
    ]);
  });

  it('reads back what it renders', () => {
    const column = fc.string({ minLength: 1, maxLength: 6 }).map((name): [string] => [name.toLowerCase()]);
    const literal = fc.oneof(
      fc.string().map((value) => ({ kind: 'string', value }) as const),
      fc.integer().map((value) => ({ kind: 'number', text: String(value) }) as const),
      fc.boolean().map((value) => ({ kind: 'boolean', value }) as const),
    );
    const { predicate } = fc.letrec<{ predicate: RowPredicate }>((tie) => ({
      predicate: fc.oneof(
        { maxDepth: 4 },
        fc.record({
          kind: fc.constant('compare' as const),
          column,
          operator: fc.constantFrom('=', '<>', '<='),
          value: literal,
        }),
        fc.record({ kind: fc.constant('like' as const), column, pattern: fc.string() }),
        fc.record({ kind: fc.constant('is-null' as const), column }),
        fc.record({
          kind: fc.constant('in' as const),
          column,
          values: fc.array(literal, { minLength: 1, maxLength: 3 }),
        }),
        fc.record({ kind: fc.constant('not' as const), of: tie('predicate') }),
        fc.record({
          kind: fc.constantFrom('and', 'or'),
          of: fc.array(tie('predicate'), { minLength: 2, maxLength: 3 }),
        }),
      ) as fc.Arbitrary<RowPredicate>,
    }));
    fc.assert(
      fc.property(predicate, (one) => {
        const text = renderPredicate(one);
        fc.pre(text.length < 2048);
        expect(parseRowFilter(text)).toEqual({ kind: 'parsed', predicate: one });
      }),
    );
  });
});
