import { MACRO_FAILURES, type MacroFailure } from './dialect/macros.ts';
import { ANONYMOUS } from './dialect/rewrite-expression.ts';
import type { SourceText } from './dialect/source-text.ts';
import { columnNotFound, functionNotFound, QueryFailure } from './query-failure.ts';

type Rule = readonly [
  pattern: RegExp,
  failure: (parts: readonly string[], source: SourceText) => QueryFailure,
];

const simple =
  (text: string): Rule[1] =>
  () =>
    new QueryFailure(text);

const at = (source: SourceText, name: string): string => source.positionOfName(name);

const MACRO_MESSAGES: Readonly<Record<MacroFailure, string>> = {
  DIVISION_BY_ZERO: 'DIVISION_BY_ZERO: Division by zero',
  INVALID_CAST_ARGUMENT: 'INVALID_CAST_ARGUMENT: Cannot cast a value of type varchar to a number',
  INVALID_FUNCTION_ARGUMENT: 'INVALID_FUNCTION_ARGUMENT: an argument of a function is not valid',
};

/**
 * DuckDB's errors in Athena's words. Only names that the statement itself holds, and types, come through: values,
 * paths and DuckDB's suggestions (which list columns) do not.
 */
const RULES: readonly Rule[] = [
  [
    /Could not convert string '(DIVISION_BY_ZERO|INVALID_CAST_ARGUMENT|INVALID_FUNCTION_ARGUMENT)' to INT8/,
    ([code]) =>
      new QueryFailure(
        MACRO_MESSAGES[MACRO_FAILURES.find((one) => one === code) ?? 'INVALID_FUNCTION_ARGUMENT'],
      ),
  ],
  [/Referenced column "([^"]+)"/, ([name = ''], source) => columnNotFound(at(source, name), name)],
  [/does not have a column named "([^"]+)"/, ([name = ''], source) => columnNotFound(at(source, name), name)],
  [/Could not find key "([^"]+)" in struct/, ([name = ''], source) => columnNotFound(at(source, name), name)],
  [/Referenced table "([^"]+)" not found/, ([name = ''], source) => columnNotFound(at(source, name), name)],
  [
    /Column "([^"]+)" does not exist on (?:left|right) side of join/,
    ([name = ''], source) => columnNotFound(at(source, name), name),
  ],
  [
    /Ambiguous reference to (?:column name|table) "([^"]+)"/,
    ([name = ''], source) =>
      new QueryFailure(`AMBIGUOUS_NAME: ${at(source, name)}: Column '${name}' is ambiguous`),
  ],
  [
    /column "([^"]+)" must appear in the GROUP BY clause|column ([\w"]+) must appear in the GROUP BY/i,
    ([a, b], source) => {
      const name = (a ?? b ?? '').replaceAll('"', '');
      return new QueryFailure(
        `EXPRESSION_NOT_AGGREGATE: ${at(source, name)}: '${name}' must be an aggregate expression or appear in GROUP BY clause`,
      );
    },
  ],
  [
    /(?:Function with name|Macro Function) "?(?:athena_)?(\w+)"? does not exist/i,
    ([name = ''], source) => functionNotFound(at(source, name), name.toLowerCase()),
  ],
  [
    /Duplicate alias "([^"]+)"/,
    ([name = ''], source) =>
      new QueryFailure(`SYNTAX_ERROR: ${at(source, name)}: Table name '${name}' specified more than once`),
  ],
  [
    /No function matches the given name and argument types '(?:main\.)?(?:athena_)?([\w$]*[^(\w]?)\((.*?)\)'\./s,
    ([name = '', types = '']) =>
      new QueryFailure(
        `FUNCTION_NOT_FOUND: line 1:1: Unexpected parameters (${safeTypes(types)}) for function ${name.toLowerCase()}`,
      ),
  ],
  [
    /Macro "?(?:athena_)?(\w+)"?\(?[^]*?(?:requires|does not support|only supports)/i,
    ([name = ''], source) =>
      new QueryFailure(
        `FUNCTION_NOT_FOUND: ${at(source, name)}: Unexpected parameters for function ${name.toLowerCase()}`,
      ),
  ],
  [
    /More than one row returned by a subquery/,
    simple('SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows'),
  ],
  [
    /Subquery returns \d+ columns|expected 1/i,
    simple('SYNTAX_ERROR: line 1:1: Multiple columns returned by subquery are not yet supported'),
  ],
  [
    /aggregate(?:s| functions?) (?:are )?not allowed/i,
    simple('EXPRESSION_NOT_SCALAR: line 1:1: an aggregation is not allowed here'),
  ],
  [
    /aggregate function calls cannot be nested/i,
    simple('NESTED_AGGREGATION: line 1:1: Cannot nest aggregations'),
  ],
  [
    /window functions are not allowed/i,
    simple('EXPRESSION_NOT_SCALAR: line 1:1: a window function is not allowed here'),
  ],
  [
    /Cannot compare values of type (\S+) and (?:type )?(\S+)/,
    ([a = '', b = '']) =>
      new QueryFailure(`TYPE_MISMATCH: line 1:1: Cannot apply operator: ${safeTypes(a)} = ${safeTypes(b)}`),
  ],
  [
    /Cannot (?:mix|combine) (?:values of )?types? |Unimplemented type for cast|Could not choose a best candidate/,
    simple('TYPE_MISMATCH: line 1:1: the types of an expression do not fit together'),
  ],
  [
    /Set operations can only apply to expressions with the same number of result columns/,
    simple('SYNTAX_ERROR: line 1:1: queries of a set operation have different numbers of columns'),
  ],
  [
    /(?:ORDER|GROUP BY|ORDER BY) term out of range/i,
    simple('SYNTAX_ERROR: line 1:1: a position in ORDER BY or GROUP BY is not in the select list'),
  ],
  [
    /Out of Range Error|overflow|out of range for the destination type/i,
    simple('NUMERIC_VALUE_OUT_OF_RANGE: a number is out of the range of its type'),
  ],
  [
    /Could not parse string .* according to format|Could not parse/i,
    simple('INVALID_FUNCTION_ARGUMENT: a text does not have the format that was given'),
  ],
  [
    /Conversion Error/,
    simple('INVALID_CAST_ARGUMENT: a value cannot be cast to the type that was asked for'),
  ],
  [
    /invalid regular expression|Invalid Input Error: .*reg(?:ular )?ex/i,
    simple(
      'INVALID_FUNCTION_ARGUMENT: a regular expression is not valid, or needs what the sandbox does not have (look-around)',
    ),
  ],
  [/Invalid escape string/i, simple('INVALID_FUNCTION_ARGUMENT: Escape string must be a single character')],
  [
    /Map keys must be unique|Map keys can not be NULL/i,
    simple('INVALID_FUNCTION_ARGUMENT: map keys must be unique and not null'),
  ],
  [/Malformed JSON/i, simple('INVALID_FUNCTION_ARGUMENT: a text is not JSON')],
  [
    /JSON transform error|CSV Error|No magic bytes|Invalid (?:thrift|Parquet)|Failed to (?:read|open).*parquet/i,
    simple('HIVE_BAD_DATA: a file of a table cannot be read as the table says'),
  ],
  [
    /Out of Memory Error|max_temp_directory_size/i,
    () => new QueryFailure('EXCEEDED_LOCAL_MEMORY_LIMIT: Query exhausted resources at this scale factor'),
  ],
  [/Parser Error/, simple('SYNTAX_ERROR: line 1:1: mismatched input')],
];

/** DuckDB's kinds of error, for what no rule above knows. */
const KINDS: readonly Rule[] = [
  [
    /^(?:Binder|Catalog) Error/,
    simple('TYPE_MISMATCH: line 1:1: an expression of the statement does not fit together'),
  ],
  [/^Invalid Input Error/, simple('INVALID_FUNCTION_ARGUMENT: an argument of a function is not valid')],
  [
    /^Not implemented Error/,
    simple('NOT_SUPPORTED: the sandbox does not offer an expression of this statement'),
  ],
];

/** What a query failed with, whatever it was. */
export function toQueryFailure(error: unknown, source: SourceText): QueryFailure {
  if (error instanceof QueryFailure) return error;
  const message = error instanceof Error ? error.message : '';
  // What DuckDB quotes after the first line is the translated statement.
  const [head = ''] = message.split('\n\nLINE ');
  for (const [pattern, failure] of [...RULES, ...KINDS]) {
    const [found, ...parts] = pattern.exec(head) ?? [];
    if (found === undefined) continue;
    return withCause(failure(parts, source), error);
  }
  return new QueryFailure('GENERIC_INTERNAL_ERROR: the query could not be run', {
    category: 1,
    cause: error,
  });
}

function withCause(failure: QueryFailure, cause: unknown): QueryFailure {
  const { category, retryable, type } = failure;
  return new QueryFailure(failure.message.replaceAll(ANONYMOUS, '_col'), {
    category,
    retryable,
    cause,
    ...(type !== undefined && { type }),
  });
}

/** Type names and nothing else. */
function safeTypes(text: string): string {
  return text
    .split(',')
    .map((type) =>
      type
        .trim()
        .replace(/_LITERAL$/, '')
        .toLowerCase(),
    )
    .map((type) =>
      /^[a-z ]+(\(\d+(,\s*\d+)?\))?(\[\])*$/.test(type) ? type.replace(/^string$/, 'varchar') : 'unknown',
    )
    .join(', ');
}
