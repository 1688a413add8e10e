import { notOffered } from '../query-failure.ts';
import { jodaFormat, mysqlFormat } from './time-format.ts';
import {
  call,
  columnNamed,
  expression,
  identifier,
  isNull,
  isTree,
  list,
  literalText,
  mapTree,
  nameOf,
  number,
  text,
  type Tree,
} from './tree.ts';

type Rewrite = (args: readonly unknown[], now: string) => unknown;

/** Functions that need more than a macro: any number of arguments, lambdas, formats that must be constants. */
const REWRITES: Readonly<Record<string, Rewrite>> = {
  athena_concat: (args) =>
    args.reduce((left, right) => ({
      concat: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] },
    })),
  athena_greatest: (args) => unlessNull(args, call('greatest', ...args)),
  athena_least: (args) => unlessNull(args, call('least', ...args)),
  athena_date_format: ([time, format]) => call('athena_strftime', time, constant(format, mysqlFormat)),
  athena_date_parse: ([value, format]) => call('athena_strptime', value, constant(format, mysqlFormat)),
  athena_format_datetime: ([time, format]) => call('athena_strftime', time, constant(format, jodaFormat)),
  athena_parse_datetime: ([value, format]) =>
    call('athena_strptime_zoned', value, constant(format, jodaFormat)),
  athena_reduce: ([array, start, step, finish]) => finished(call('list_reduce', array, step, start), finish),
  athena_any_match: ([array, test]) => verdict('list_bool_or', array, test, false),
  athena_all_match: ([array, test]) => verdict('list_bool_and', array, test, true),
  athena_none_match: ([array, test]) => ({ not: { this: verdict('list_bool_or', array, test, false) } }),
  athena_zip_with: ([first, second, step]) => zipWith(first, second, step),
  athena_map_filter: ([map, test]) => overEntries(map, 'list_filter', test, (body) => body),
  athena_transform_values: ([map, step]) =>
    overEntries(map, 'list_transform', step, (body, entry) => call('row', field(entry, 'key'), body)),
  athena_transform_keys: ([map, step]) =>
    overEntries(map, 'list_transform', step, (body, entry) => call('row', body, field(entry, 'value'))),
  current_date: (_, now) => castText(now.slice(0, 10), { data_type: 'date' }),
  current_timestamp: (_, now) => castText(now, { data_type: 'timestamp', timezone: true, precision: null }),
  now: (_, now) => castText(now, { data_type: 'timestamp', timezone: true, precision: null }),
  localtimestamp: (_, now) =>
    castText(now.slice(0, 23), { data_type: 'timestamp', timezone: false, precision: null }),
};

/** `now` is the query's own time, ISO. */
export function rewriteFunction(node: Tree, now: string): unknown {
  const [kind, body] = expression(node) ?? [];
  if (kind !== 'function' || body === undefined) return node;
  const rewrite = REWRITES[String(body['name']).toLowerCase()];
  return rewrite === undefined ? node : rewrite(list(body['args']), now);
}

function castText(value: string, to: Tree): Tree {
  return {
    cast: {
      this: text(value),
      to,
      trailing_comments: [],
      double_colon_syntax: false,
      format: null,
      default: null,
    },
  };
}

function constant(format: unknown, translate: (format: string) => string): Tree {
  const written = literalText(format);
  if (written === undefined) throw notOffered('date formats that are not constants');
  return text(translate(written));
}

/** Athena: one NULL makes the whole NULL. */
function unlessNull(args: readonly unknown[], otherwise: unknown): Tree {
  return {
    case: {
      operand: null,
      whens: args.map((arg) => [isNull(arg), { null: null }]),
      else_: otherwise,
      comments: [],
    },
  };
}

function lambda(value: unknown): { readonly parameters: readonly string[]; readonly body: unknown } {
  const [kind, body] = expression(value) ?? [];
  if (kind !== 'lambda' || body === undefined) throw notOffered('functions as arguments other than lambdas');
  return { parameters: list(body['parameters']).map((one) => nameOf(one) ?? ''), body: body['body'] };
}

function makeLambda(parameters: readonly string[], body: unknown): Tree {
  return { lambda: { parameters: parameters.map(identifier), body, colon: false, parameter_types: [] } };
}

function finished(reduced: unknown, finish: unknown): unknown {
  const { parameters, body } = lambda(finish);
  return substitute(body, new Map([[parameters[0] ?? '', reduced]]));
}

function verdict(aggregate: string, array: unknown, test: unknown, empty: boolean): Tree {
  return call('coalesce', call(aggregate, call('list_transform', array, test)), {
    boolean: { value: empty },
  });
}

function zipWith(first: unknown, second: unknown, step: unknown): Tree {
  const { parameters, body } = lambda(step);
  const pair = 'athena_pair';
  const [left = '', right = ''] = parameters;
  const inner = substitute(
    body,
    new Map([
      [left, subscript(columnNamed(pair), number('1'))],
      [right, subscript(columnNamed(pair), number('2'))],
    ]),
  );
  return call('list_transform', call('list_zip', first, second), makeLambda([pair], inner));
}

function overEntries(
  map: unknown,
  through: string,
  step: unknown,
  result: (body: unknown, entry: Tree) => unknown,
): Tree {
  const { parameters, body } = lambda(step);
  const entry = columnNamed('athena_entry');
  const [key = '', value = ''] = parameters;
  const inner = substitute(
    body,
    new Map([
      [key, field(entry, 'key')],
      [value, field(entry, 'value')],
    ]),
  );
  const entries = call(through, call('map_entries', map), makeLambda(['athena_entry'], result(inner, entry)));
  return call('map_from_entries', entries);
}

const field = (of: Tree, name: string): Tree => ({ dot: { this: of, field: identifier(name) } });

const subscript = (of: Tree, index: Tree): Tree => ({ subscript: { this: of, index } });

/** Puts values in the place of a lambda's parameters. */
function substitute(body: unknown, values: ReadonlyMap<string, unknown>): unknown {
  return mapTree(body, (node) => {
    const [kind, column] = expression(node) ?? [];
    if (kind !== 'column' || column === undefined || isTree(column['table'])) return node;
    return values.get(nameOf(column['name']) ?? '') ?? node;
  });
}
