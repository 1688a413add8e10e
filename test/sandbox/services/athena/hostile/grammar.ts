import fc from 'fast-check';
import type { HostileStatement } from './observe.ts';
import type { Reader } from './withheld-data.ts';

/** Who asks: each of them sees another part of `flights`. */
const ASKING: readonly Exclude<Reader, 'open'>[] = ['texas', 'careful', 'masked', 'narrow', 'empty'];

/** What there is to build expressions of. */
type Words = { readonly numbers: Sql; readonly texts: Sql; readonly times: Sql; readonly lists: Sql };

type Sql = fc.Arbitrary<string>;

const oneOf = (...texts: readonly string[]): Sql => fc.constantFrom(...texts);

/** Fills `{}` in a template with parts, in order. */
function made(template: string, ...parts: readonly Sql[]): Sql {
  return fc.tuple(...parts).map((texts) => {
    const rest = [...texts];
    return template.replaceAll('{}', () => rest.shift() ?? '');
  });
}

const HIDDEN_NUMBERS = oneOf('crew.rank', 'bonus', 'f.bonus');
const HIDDEN_TEXTS = oneOf('pilot', 'f.pilot', 'crew.name', '"PILOT"');

/** Mostly what the reader sees: a statement that is refused tells little. */
function seldom(usual: Sql, rare: Sql): Sql {
  return fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

function wordsOf(reader: Reader): Words {
  const seesAll = reader !== 'masked' && reader !== 'narrow';
  const numbers = seesAll ? oneOf('f.id', 'f.delay', 'f.fare', 'f.price') : oneOf('f.id');
  const TIME = `TIMESTAMP '2026-01-02 09:30:00'`;
  return {
    numbers: seldom(reader === 'masked' ? oneOf('f.id', 'f.delay') : numbers, HIDDEN_NUMBERS),
    texts: seldom(seesAll ? oneOf('f.state', 'f.origin') : oneOf('f.state'), HIDDEN_TEXTS),
    times: seesAll ? oneOf('f.flown', TIME, `date_trunc('day', f.flown)`) : oneOf(TIME),
    lists: seesAll ? oneOf('f.codes') : oneOf('array[f.id, 4]', 'array[f.id]'),
  };
}

const NUMBER_LITERALS = oneOf(
  '0',
  '1',
  '3',
  '4',
  '5',
  '9',
  '-3',
  '7777',
  '100',
  '9223372036854775807',
  '2.5',
  'NULL',
);
const TEXT_LITERALS = oneOf(
  `'TX'`,
  `'NY'`,
  `'JFK'`,
  `'ZELDA'`,
  `'12'`,
  `'x{'`,
  `'[('`,
  `''`,
  `'%T%X%'`,
  `'{"a":1}'`,
);

type Parts = { readonly number: Sql; readonly text: Sql; readonly condition: Sql };

/** Deeper expressions hardly ever succeed. */
const DEPTH = { maxDepth: 3, depthIdentifier: 'expression' };

/** What fails on some values: what a withheld row could be told by. */
function numbers({ number, text, condition }: Parts, words: Words): Sql {
  return fc.oneof(
    DEPTH,
    words.numbers,
    NUMBER_LITERALS,
    made('({} {} {})', number, oneOf('+', '-', '*', '/', '%'), number),
    made('-{}', words.numbers),
    made(
      'cast({} AS {})',
      fc.oneof(text, number),
      oneOf('bigint', 'integer', 'tinyint', 'double', 'decimal(5,2)'),
    ),
    made('try_cast({} AS {})', text, oneOf('bigint', 'double')),
    made('{}({})', oneOf('abs', 'sqrt', 'ln', 'exp', 'floor', 'round', 'sign'), number),
    made('length({})', text),
    made('year({})', words.times),
    made(`date_diff({}, {}, {})`, oneOf(`'day'`, `'bogus'`), words.times, words.times),
    made('coalesce({}, {})', number, number),
    made('nullif({}, {})', number, number),
    made('CASE WHEN {} THEN {} ELSE {} END', condition, number, number),
    made('if({}, {}, {})', condition, number, number),
    made('try({})', number),
    made('{}[{}]', words.lists, oneOf('0', '1', '2', 'f.id')),
    made('cardinality({})', words.lists),
    made('reduce({}, 0, (s, c) -> s + c / {}, s -> s)', words.lists, number),
    made(
      '(SELECT {}({}) FROM flights f)',
      oneOf('max', 'min', 'sum', 'count', 'avg', 'any_value'),
      words.numbers,
    ),
    made('(SELECT {} FROM flights f WHERE {})', words.numbers, condition),
  );
}

function texts({ number, text, condition }: Parts, words: Words): Sql {
  return fc.oneof(
    DEPTH,
    words.texts,
    TEXT_LITERALS,
    made('{}({})', oneOf('lower', 'upper', 'reverse', 'trim', 'typeof'), text),
    made('concat({}, {})', text, text),
    made('substr({}, {})', text, number),
    made('cast({} AS varchar)', fc.oneof(number, words.times)),
    made('chr({})', number),
    made('split_part({}, {}, 1)', text, TEXT_LITERALS),
    made(`json_extract_scalar({}, '$.a')`, text),
    made('regexp_extract({}, {})', text, text),
    made('lpad({}, {}, {})', text, number, TEXT_LITERALS),
    made('CASE WHEN {} THEN {} ELSE {} END', condition, text, text),
    made('(SELECT max({}) FROM flights f)', words.texts),
  );
}

function conditions({ number, text, condition }: Parts, words: Words): Sql {
  return fc.oneof(
    DEPTH,
    made('{} {} {}', number, oneOf('=', '<>', '<', '>', '>='), number),
    made('{} {} {}', text, oneOf('=', '<>', '<', 'LIKE'), text),
    made('{} {} {}', words.times, oneOf('<', '>='), words.times),
    made('{} IS {}NULL', fc.oneof(number, text), oneOf('', 'NOT ')),
    made('{} BETWEEN {} AND {}', number, number, number),
    made('{} IN ({}, {})', number, number, number),
    made('{} {} {}', condition, oneOf('AND', 'OR'), condition),
    made('NOT ({})', condition),
    made('regexp_like({}, {})', text, text),
    made('any_match({}, c -> 10 / (c - 4) > {})', words.lists, number),
    made('{} IN (SELECT {} FROM flights f)', number, words.numbers),
    made('{}EXISTS (SELECT 1 FROM flights g WHERE g.id = f.id AND {})', oneOf('', 'NOT '), condition),
    made('{} {} (SELECT {} FROM flights f)', number, oneOf('> ALL', '= ANY'), words.numbers),
  );
}

/** A step that is not Athena's, in the place of a table. */
const HOSTILE_TABLES = oneOf(
  'secrets f',
  `"ice$files" f`,
  'information_schema.columns f',
  'duckdb_tables() f',
  `read_parquet('FILE') f`,
  '"open".flights f',
  'athena_table_0 f',
  '(FROM flights) f',
  '(SUMMARIZE flights) f',
  'flights AT (VERSION => 1) f',
  '(SELECT *, pilot FROM flights) f',
);

const AGGREGATES = oneOf('count(*)', 'count(DISTINCT f.state)', 'count(f.id)', 'max(f.id)', 'min(f.state)');

function tablesOf({ condition, number }: Parts, value: Sql): Sql {
  const joined = fc.oneof(
    fc.constant('f.id = g.id'),
    made('f.id = g.id AND {}', condition),
    made('g.id = {}', number),
  );
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant('flights f') },
    { weight: 1, arbitrary: HOSTILE_TABLES },
    { weight: 4, arbitrary: made('(SELECT * FROM flights f WHERE {}) f', condition) },
    { weight: 4, arbitrary: made('(SELECT f.*, {} AS extra FROM flights f) f', value) },
    { weight: 4, arbitrary: made('flights f {} JOIN flights g ON {}', oneOf('', 'LEFT', 'FULL'), joined) },
    { weight: 1, arbitrary: fc.constant('flights f NATURAL JOIN (SELECT 1 AS id) g') },
    { weight: 2, arbitrary: oneOf('notes f', 'logs f', 'ice f', 'bills f', 'ice FOR VERSION AS OF 1 f') },
  );
}

function selects(parts: Parts): Sql {
  const { number, text, condition } = parts;
  const value = fc.oneof(number, text);
  const tables = tablesOf(parts, value);
  const where = fc.oneof(fc.constant(''), made(' WHERE {}', condition));
  const having = fc.oneof(fc.constant(''), made(' HAVING {} > {}', oneOf('count(*)', 'max(f.id)'), number));
  const aggregate = fc.oneof(
    AGGREGATES,
    made('{}({})', oneOf('sum', 'max', 'min', 'count', 'avg', 'approx_distinct'), number),
    made('count(*) FILTER (WHERE {})', condition),
  );
  const windows = oneOf('row_number()', 'rank()', 'sum(f.id)', 'lag(f.id)', 'max(f.id)', 'count(*)');
  return fc.oneof(
    made('SELECT {}, {} FROM {}{} ORDER BY 1, 2', value, value, tables, where),
    made('SELECT f.* FROM {}{} ORDER BY 1, 2', tables, where),
    made('SELECT {}, {} FROM {}{} GROUP BY 1{} ORDER BY 1, 2', value, aggregate, tables, where, having),
    made('SELECT {} FROM {}{}', aggregate, tables, where),
    made(
      'SELECT f.id, {} OVER (PARTITION BY {} ORDER BY {}, f.id) FROM {}{} ORDER BY 1, 2',
      windows,
      value,
      value,
      tables,
      where,
    ),
    made('SELECT f.id FROM {}{} ORDER BY {}, 1 LIMIT {}', tables, where, value, oneOf('0', '1', '2')),
    made('WITH f AS (SELECT * FROM flights f{}) SELECT {} FROM f{} ORDER BY 1', where, value, where),
    made(
      'SELECT {} FROM flights f {} SELECT {} FROM flights f{} ORDER BY 1',
      number,
      oneOf('UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'),
      number,
      where,
    ),
    made(
      '{}SELECT {} FROM {}',
      oneOf('EXPLAIN ', '/* */', 'WITH secrets AS (SELECT 1 AS id) '),
      value,
      tables,
    ),
  );
}

function statementsOf(reader: Reader): fc.Arbitrary<HostileStatement> {
  const words = wordsOf(reader);
  const parts = fc.letrec<Record<keyof Parts, string>>((tie) => {
    const tied = { number: tie('number'), text: tie('text'), condition: tie('condition') };
    return {
      number: numbers(tied, words),
      text: texts(tied, words),
      condition: conditions(tied, words),
    };
  });
  return selects(parts).map((sql) => ({ reader, sql }));
}

/** SELECTs of Athena, over what is visible and what is not, with conditions that fail on some rows. */
export const hostileStatements: fc.Arbitrary<HostileStatement> = fc.oneof(...ASKING.map(statementsOf));
