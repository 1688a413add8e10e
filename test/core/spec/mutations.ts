import fc from 'fast-check';

/** One way in which a text goes wrong: from the text and the dice to another text. */
export type Mutation = (text: string, dice: Dice) => string;

/** Numbers that come from the seed alone. */
export type Dice = { readonly below: (max: number) => number };

const pick = <T>(dice: Dice, choices: readonly [T, ...T[]]): T =>
  choices[dice.below(choices.length)] ?? choices[0];

const splice = (text: string, start: number, length: number, put: string): string =>
  text.slice(0, start) + put + text.slice(start + length);

/** A line chosen among those that have something to say, with its place. */
function chosenLine(text: string, dice: Dice): { lines: string[]; at: number; line: string } {
  const lines = text.split('\n');
  const telling = lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]));
  const at = telling[dice.below(Math.max(1, telling.length))] ?? 0;
  return { lines, at, line: lines[at] ?? '' };
}

function onLine(change: (line: string, dice: Dice) => string): Mutation {
  return (text, dice) => {
    const { lines, at, line } = chosenLine(text, dice);
    return lines.with(at, change(line, dice)).join('\n');
  };
}

const withValue = (value: (dice: Dice) => string): Mutation =>
  onLine((line, dice) => line.replace(/:\s.*$|:$/, `: ${value(dice)}`));

const repeated = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth);

/** Ten anchors, each of which holds the one before ten times: 10^10 values when they are expanded. */
const ALIAS_BOMB = Array.from({ length: 10 }, (_, level) =>
  level === 0
    ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
    : `a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`,
).join('\n');

const WRONG_VALUES = [
  '5',
  '-1',
  '1e999',
  '.inf',
  '.nan',
  '0x1F',
  'true',
  'null',
  '~',
  '[]',
  '{}',
  '[a, [b, [c]]]',
  '{ a: { b: 1 } }',
  '""',
  '" "',
  '99999999999999999999999999999999',
  '2027-02-30',
  '2027-13-01',
  '0000-00-00',
  '"2027-06-31"',
  '*nothing',
  '&x 1',
  '!!binary aGk=',
  '!!js/function "x"',
  '|',
  '>-',
  '@reserved',
  '`tick',
  '%percent',
] as const;

const STRANGE_TEXTS = [
  '\u0000',
  '\uFEFF',
  '\uFFFD',
  '\uD800',
  '\u202E',
  '\u200B',
  '\u2028',
  '\u0085',
  'é'.normalize('NFD'),
  '𝒳',
  '\r',
  '\r\n',
  '\t',
  '\u001B[31m',
  '::error::x',
  'ſ',
] as const;

const FOREIGN_TEXTS = [
  '',
  '\n\n\n',
  '---\n---\n---\n',
  '# nothing but a remark\n',
  '- a\n- list\n',
  'just words',
  '42',
  '{"json": {"is": ["yaml", "too"]}}',
  '<?xml version="1.0"?><a/>',
  'PK\u0003\u0004\u0000\u0000',
  '"',
  ALIAS_BOMB,
  'a: &a\n  b: *a\n',
  '__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n',
  repeated('[', ']', 200),
  repeated('{a: ', '}', 200),
  repeated('(', ')', 200),
  Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'a'.repeat(50_000),
  `a: ${'x '.repeat(20_000)}`,
  `key: "${'\\u0041'.repeat(5_000)}"`,
  Array.from({ length: 2_000 }, (_, index) => `k${index}: ${index}`).join('\n'),
  'SELECT 1; DROP TABLE flights',
  'DELETE FROM flights',
  'SELECT * FROM',
  'SELECT ((((((((((1',
  "SELECT 'never ended",
  '/* never ended',
  '-- nothing',
  ';;;',
  `SELECT ${repeated('(', ')', 100)}`,
  `SELECT ${repeated('coalesce(1, ', ')', 60)}`,
  `SELECT ${Array.from({ length: 3_000 }, (_, index) => `${index} AS c${index}`).join(', ')}`,
  `SELECT 1 WHERE ${Array.from({ length: 500 }, () => 'a = 1').join(' AND ')}`,
  'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t',
  'WITH t AS (SELECT * FROM t) SELECT * FROM t',
  'SELECT "unended FROM x',
  'SELECT {{product:operations.flights@1}}',
  'SELECT * FROM a.b.c.d.e',
  'SELECT 1 AS "1", 2 AS "1"',
  'INSERT INTO x SELECT 1',
  '𝒮ELECT 𝒳 FROM 𝒴',
  'TABLE flights',
  'VALUES (1), (2)',
  'SELECT * FROM UNNEST(ARRAY[1, 2]) WITH ORDINALITY',
] as const;

/** Every kind of mistake, tool failure and malice that a file of a mesh meets. */
export const MUTATIONS = {
  'some characters are missing': (text, dice) =>
    splice(text, dice.below(text.length + 1), 1 + dice.below(20), ''),
  'a passage stands twice': (text, dice) => {
    const [start, length] = [dice.below(text.length + 1), 1 + dice.below(200)];
    return splice(text, start, 0, text.slice(start, start + length));
  },
  'two lines are swapped': (text, dice) => {
    const [one, other] = [chosenLine(text, dice), chosenLine(text, dice)];
    return one.lines.with(one.at, other.line).with(other.at, one.line).join('\n');
  },
  'a line is missing': (text, dice) => {
    const { lines, at } = chosenLine(text, dice);
    return lines.toSpliced(at, 1).join('\n');
  },
  'a line stands twice': (text, dice) => {
    const { lines, at, line } = chosenLine(text, dice);
    return lines.toSpliced(at, 0, line).join('\n');
  },
  'a key is misspelt': onLine((line) => line.replace(/([a-z])([a-z])([A-Za-z_]*):/, '$2$1$3:')),
  'a key has another case': onLine((line) => line.replace(/[A-Za-z]+:/, (key) => key.toUpperCase())),
  'a value is of another kind': withValue((dice) => pick(dice, WRONG_VALUES)),
  'a value is gone': withValue(() => ''),
  'a value is very long': withValue((dice) => 'x'.repeat(1_000 * (1 + dice.below(30)))),
  'a value goes very deep': withValue((dice) => repeated('[', ']', 1 + dice.below(300))),
  'a value repeats what makes patterns slow': withValue((dice) =>
    pick(dice, [
      `"${'a-'.repeat(20_000)}"`,
      `"${'a@'.repeat(20_000)}"`,
      `"${'('.repeat(5_000)}"`,
      `"${'1/'.repeat(20_000)}"`,
    ]),
  ),
  'a quote does not end': onLine((line, dice) => line.replace(/:\s/, `: ${pick(dice, ['"', "'"])}`)),
  'the indentation is off': onLine((line, dice) => `${pick(dice, [' ', '   ', '\t', '  \t'])}${line}`),
  'a line is commented out': onLine((line, dice) => `${pick(dice, ['# ', '-- ', '/* '])}${line}`),
  'a merge was left half done': onLine((line) => `<<<<<<< HEAD\n${line}\n=======\n${line}x\n>>>>>>> theirs`),
  'strange characters slipped in': (text, dice) =>
    splice(text, dice.below(text.length + 1), 0, pick(dice, STRANGE_TEXTS)),
  'the file begins strangely': (text, dice) => pick(dice, STRANGE_TEXTS) + text,
  'the line ends are of another system': (text, dice) =>
    text.replaceAll('\n', pick(dice, ['\r\n', '\r', '\u2028', '\n\n'])),
  'the file is cut off': (text, dice) => text.slice(0, dice.below(text.length)),
  'the file is another one': (_, dice) => pick(dice, FOREIGN_TEXTS),
  'another file was appended': (text, dice) => `${text}\n${pick(dice, FOREIGN_TEXTS)}`,
  'the file stands twice': (text, dice) => text + pick(dice, ['', '\n', ';\n', '\n---\n']) + text,
  'brackets were lost': (text, dice) => {
    const places = [...text.matchAll(/[()[\]{}'",:;]/g)].map(({ index }) => index);
    return splice(text, places[dice.below(Math.max(1, places.length))] ?? 0, 1, '');
  },
  'two words are swapped': (text, dice) => {
    const words = text.split(/\b/);
    const [one, other] = [dice.below(words.length), dice.below(words.length)];
    return words
      .with(one, words[other] ?? '')
      .with(other, words[one] ?? '')
      .join('');
  },
} satisfies Readonly<Record<string, Mutation>>;

/** Dice of a seed: the same seed throws the same. */
export function diceOf(seed: number): Dice {
  const draws = fc.sample(fc.nat(0x7fffffff), { seed, numRuns: 64 });
  let next = 0;
  return {
    below: (max) => {
      next += 1;
      return max <= 0 ? 0 : (draws[next % draws.length] ?? 0) % max;
    },
  };
}
