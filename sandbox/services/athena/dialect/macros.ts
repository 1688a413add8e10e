/** Errors that a macro raises: a failing conversion of the code, because `error()` cannot stand within TRY. */
export const MACRO_FAILURES = [
  'DIVISION_BY_ZERO',
  'INVALID_CAST_ARGUMENT',
  'INVALID_FUNCTION_ARGUMENT',
] as const;
export type MacroFailure = (typeof MACRO_FAILURES)[number];

const fail = (code: MacroFailure): string => `CAST('${code}' AS TINYINT)`;

const IS_EXACT = (x: string): string =>
  `(typeof(${x}) IN ('TINYINT','SMALLINT','INTEGER','BIGINT','HUGEINT') OR typeof(${x}) LIKE 'DECIMAL%')`;

/** The divisor, unless exact numbers are divided by zero; floating point gives Infinity or NaN, as in Athena. */
const divisor = `CASE WHEN b = 0 AND ${IS_EXACT('a')} AND ${IS_EXACT('b')} THEN ${fail('DIVISION_BY_ZERO')} ELSE b END`;

/** As text first, so that the branch binds for every type; it only runs for the type that it is for. */
const through = (type: string): string => `TRY_CAST(CAST(x AS VARCHAR) AS ${type})`;

/** Athena makes no longer lists; DuckDB would take all memory of the machine, past its own limit. */
const ENTRIES_MAX = 10_000;
/** Longest text that padding makes, for the same reason. */
const PADDED_MAX = 100_000;

const atMost = (n: string, max: number): string =>
  `CASE WHEN ${n} > ${max} THEN ${fail('INVALID_FUNCTION_ARGUMENT')} ELSE ${n} END`;

/** Where a series from `a` to `b` ends, or one entry after the last that is allowed. */
const nearEnd = (step: string): string =>
  `CASE WHEN a <= b THEN least(b, a + ${step} * ${ENTRIES_MAX}) ELSE greatest(b, a + ${step} * ${ENTRIES_MAX}) END`;

const firstEntries = (list: string): string =>
  `(${list})[1:CASE WHEN len(${list}) > ${ENTRIES_MAX} THEN ${fail('INVALID_FUNCTION_ARGUMENT')} ELSE ${ENTRIES_MAX} END]`;

const TIMESTAMP_TEXT = '%Y-%m-%d %H:%M:%S.%g';

const INTEGERS = ['tinyint', 'smallint', 'integer', 'bigint'] as const;

const MACROS: readonly string[] = [
  `divide(a, b) AS CASE WHEN b = 0 AND NOT (${IS_EXACT('a')} AND ${IS_EXACT('b')})
     THEN cast_to_type(CAST(a AS DOUBLE) * CAST('inf' AS DOUBLE), a / b) ELSE a / ${divisor} END`,
  `mod(a, b) AS a % ${divisor}`,
  'truncate(x) AS trunc(x), (x, n) AS trunc(x * power(10, n)) / power(10, n)',
  'e() AS exp(1)',
  'is_nan(x) AS isnan(x)',
  'is_finite(x) AS isfinite(x)',
  'is_infinite(x) AS isinf(x)',
  `nan() AS CAST('nan' AS DOUBLE)`,
  `infinity() AS CAST('inf' AS DOUBLE)`,
  `width_bucket(x, low, high, n) AS CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1
     ELSE CAST(floor((CAST(x AS DOUBLE) - low) / (CAST(high AS DOUBLE) - low) * n) + 1 AS BIGINT) END`,
  'to_base(x, radix) AS lower(to_base(x, radix))',
  'bitwise_and(a, b) AS a & b',
  'bitwise_or(a, b) AS a | b',
  'bitwise_xor(a, b) AS xor(a, b)',
  'bitwise_not(a) AS ~a',
  'bitwise_left_shift(a, b) AS CAST(a AS BIGINT) << b',
  'bitwise_right_shift(a, b) AS CAST(a AS BIGINT) >> b',

  `split(s, d) AS string_split(s, d), (s, d, n) AS CASE WHEN len(string_split(s, d)) <= n THEN string_split(s, d)
     ELSE list_append(string_split(s, d)[1:n - 1], array_to_string(string_split(s, d)[n:], d)) END`,
  `split_to_map(s, entries, pairs) AS map_from_entries(list_transform(string_split(s, entries),
     lambda p: row(split_part(p, pairs, 1), split_part(p, pairs, 2))))`,
  `lpad(s, n, p) AS lpad(s, CAST(${atMost('n', PADDED_MAX)} AS INTEGER), p)`,
  `rpad(s, n, p) AS rpad(s, CAST(${atMost('n', PADDED_MAX)} AS INTEGER), p)`,
  'codepoint(s) AS unicode(s)',
  'levenshtein_distance(a, b) AS levenshtein(a, b)',
  'hamming_distance(a, b) AS hamming(a, b)',
  'regexp_like(s, p) AS regexp_matches(s, p)',
  `regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p) END,
     (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END`,
  'regexp_extract_all(s, p) AS regexp_extract_all(s, p), (s, p, g) AS regexp_extract_all(s, p, g)',
  `regexp_replace(s, p) AS regexp_replace(s, p, '', 'g'),
     (s, p, r) AS regexp_replace(s, p, regexp_replace(r, '\\$(\\d)', '\\\\\\1', 'g'), 'g')`,
  'regexp_split(s, p) AS string_split_regex(s, p)',
  'regexp_count(s, p) AS len(regexp_extract_all(s, p))',
  `url_extract_protocol(u) AS nullif(regexp_extract(u, '^([a-zA-Z][a-zA-Z0-9+.-]*):', 1), '')`,
  `url_extract_host(u) AS nullif(regexp_extract(u, '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)', 1), '')`,
  `url_extract_path(u) AS regexp_extract(u, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*([^?#]*)', 1)`,
  `url_extract_query(u) AS nullif(regexp_extract(u, '\\?([^#]*)', 1), '')`,

  'to_utf8(s) AS encode(s)',
  'from_utf8(b) AS decode(b)',
  'to_hex(b) AS hex(b)',
  'from_hex(s) AS unhex(s)',
  'to_base64(b) AS to_base64(b)',
  'from_base64(s) AS from_base64(s)',
  'md5(b) AS unhex(md5(b))',
  'sha1(b) AS unhex(sha1(b))',
  'sha256(b) AS unhex(sha256(b))',

  'millisecond(t) AS millisecond(t) % 1000',
  'week(t) AS weekofyear(t)',
  'week_of_year(t) AS weekofyear(t)',
  'day_of_week(t) AS isodow(t)',
  'dow(t) AS isodow(t)',
  'day_of_year(t) AS dayofyear(t)',
  'doy(t) AS dayofyear(t)',
  'day_of_month(t) AS day(t)',
  'year_of_week(t) AS isoyear(t)',
  'yow(t) AS isoyear(t)',
  'date(t) AS CAST(t AS DATE)',
  'plus(t, i) AS cast_to_type(t + i, t)',
  'minus(t, i) AS cast_to_type(t - i, t)',
  'date_trunc(u, t) AS cast_to_type(date_trunc(u, t), t)',
  `date_add(u, n, t) AS cast_to_type(t + CASE lower(u) WHEN 'millisecond' THEN to_milliseconds(n)
     WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n) WHEN 'hour' THEN to_hours(n)
     WHEN 'day' THEN to_days(CAST(n AS INTEGER)) WHEN 'week' THEN to_weeks(CAST(n AS INTEGER))
     WHEN 'month' THEN to_months(CAST(n AS INTEGER)) WHEN 'quarter' THEN to_months(CAST(n * 3 AS INTEGER))
     WHEN 'year' THEN to_years(CAST(n AS INTEGER))
     ELSE to_days(${fail('INVALID_FUNCTION_ARGUMENT')}) END, t)`,
  'date_diff(u, a, b) AS datesub(u, a, b)',
  'strftime(t, f) AS strftime(t, f)',
  'strptime(s, f) AS strptime(s, f)',
  'strptime_zoned(s, f) AS CAST(strptime(s, f) AS TIMESTAMPTZ)',
  'from_iso8601_timestamp(s) AS CAST(s AS TIMESTAMPTZ)',
  'from_iso8601_date(s) AS CAST(s AS DATE)',
  `to_iso8601(x) AS CASE typeof(x) WHEN 'DATE' THEN CAST(x AS VARCHAR)
     WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(${through('TIMESTAMPTZ')}, '%Y-%m-%dT%H:%M:%S.%gZ')
     ELSE strftime(${through('TIMESTAMP')}, '%Y-%m-%dT%H:%M:%S.%g') END`,
  'from_unixtime(n) AS to_timestamp(n)',
  'to_unixtime(t) AS epoch(t)',

  ...INTEGERS.map(
    (type) => `to_${type}(x) AS CASE WHEN typeof(x) = 'VARCHAR' THEN
       CASE WHEN regexp_full_match(CAST(x AS VARCHAR), '[+-]?[0-9]+') THEN CAST(x AS ${type})
            WHEN x IS NOT NULL THEN ${fail('INVALID_CAST_ARGUMENT')} END
     WHEN typeof(x) IN ('DOUBLE','FLOAT') THEN CAST(round(${through('DOUBLE')}) AS ${type})
     ELSE CAST(x AS ${type}) END`,
  ),
  ...INTEGERS.map(
    (type) => `try_to_${type}(x) AS CASE WHEN typeof(x) = 'VARCHAR' THEN
       CASE WHEN regexp_full_match(CAST(x AS VARCHAR), '[+-]?[0-9]+') THEN TRY_CAST(x AS ${type}) END
     WHEN typeof(x) IN ('DOUBLE','FLOAT') THEN TRY_CAST(round(${through('DOUBLE')}) AS ${type})
     ELSE TRY_CAST(x AS ${type}) END`,
  ),
  `double_text(d) AS CASE WHEN d = 0 OR abs(d) >= 1e-3 AND abs(d) < 1e7 THEN CAST(d AS VARCHAR)
     WHEN isfinite(d) THEN CASE WHEN d < 0 THEN '-' ELSE '' END || athena_wide_text(CAST(abs(d) AS VARCHAR), abs(d))
     WHEN isnan(d) THEN 'NaN' WHEN d > 0 THEN 'Infinity' WHEN d < 0 THEN '-Infinity' END`,
  `to_varchar(x) AS CASE WHEN typeof(x) IN ('DOUBLE','FLOAT') THEN athena_double_text(${through('DOUBLE')})
     WHEN typeof(x) = 'TIMESTAMP' THEN strftime(${through('TIMESTAMP')}, '${TIMESTAMP_TEXT}')
     WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN strftime(${through('TIMESTAMPTZ')}, '${TIMESTAMP_TEXT} UTC')
     ELSE CAST(x AS VARCHAR) END`,
  `typeof(x) AS CASE WHEN typeof(x) = 'TIMESTAMP' THEN 'timestamp(3)'
     WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp(3) with time zone'
     WHEN typeof(x) = 'FLOAT' THEN 'real' WHEN typeof(x) = 'BLOB' THEN 'varbinary'
     WHEN typeof(x) = '"NULL"' THEN 'unknown' ELSE lower(typeof(x)) END`,

  'array_distinct(a) AS list_filter(a, lambda v, i: list_position(a, v) = i)',
  'array_sort(a) AS list_sort(a)',
  'array_max(a) AS list_max(a)',
  'array_min(a) AS list_min(a)',
  'array_sum(a) AS list_sum(a)',
  `array_join(a, d) AS array_to_string(list_transform(list_filter(a, lambda v: v IS NOT NULL), lambda v: CAST(v AS VARCHAR)), d),
     (a, d, n) AS array_to_string(list_transform(a, lambda v: coalesce(CAST(v AS VARCHAR), n)), d)`,
  'array_position(a, v) AS CASE WHEN a IS NOT NULL THEN coalesce(list_position(a, v), 0) END',
  'array_remove(a, e) AS list_filter(a, lambda v: v IS DISTINCT FROM e)',
  'array_intersect(a, b) AS list_filter(athena_array_distinct(a), lambda v: list_contains(b, v))',
  'array_union(a, b) AS athena_array_distinct(list_concat(a, b))',
  'array_except(a, b) AS list_filter(athena_array_distinct(a), lambda v: NOT list_contains(b, v))',
  'arrays_overlap(a, b) AS list_has_any(a, b)',
  `slice(a, s, n) AS CASE WHEN s > 0 THEN a[s:s + n - 1] ELSE a[len(a) + s + 1:len(a) + s + n] END`,
  `sequence(a, b) AS ${firstEntries(`generate_series(a, ${nearEnd('(CASE WHEN a <= b THEN 1 ELSE -1 END)')},
       CASE WHEN a <= b THEN 1 ELSE -1 END)`)},
     (a, b, step) AS ${firstEntries(`cast_to_type(generate_series(a, ${nearEnd('step')}, step), [a])`)}`,
  `repeat(v, n) AS list_transform(range(${atMost('n', ENTRIES_MAX)}), lambda i: v)`,
  'element_at(x, k) AS x[k]',
  `cardinality(x) AS CASE WHEN typeof(x) LIKE 'MAP%)' THEN len(json_keys(to_json(x)))
     ELSE json_array_length(to_json(x)) END`,
  'contains(a, v) AS list_contains(a, v)',
  'flatten(a) AS flatten(a)',
  'map_agg(k, v) AS map_from_entries(list(row(k, v)))',
  'geometric_mean(x) AS exp(avg(ln(x)))',

  `json_extract(j, p) AS CASE WHEN json_valid(CAST(j AS VARCHAR)) THEN json_extract(CAST(j AS VARCHAR), p) END`,
  `json_extract_scalar(j, p) AS CASE WHEN NOT json_valid(CAST(j AS VARCHAR)) THEN NULL
     WHEN json_type(CAST(j AS VARCHAR), p) IN ('OBJECT', 'ARRAY') THEN NULL
     ELSE json_extract_string(CAST(j AS VARCHAR), p) END`,
  'json_parse(s) AS CAST(s AS JSON)',
  'json_format(j) AS CAST(j AS VARCHAR)',
  'json_array_length(j) AS json_array_length(CAST(j AS VARCHAR))',
];

/**
 * Java's `Double.toString` of a positive number that has an exponent there, from DuckDB's shortest text of it: with an
 * exponent from 1e16 on and below 1e-4, without one between.
 */
const WIDE_TEXT = `wide_text(t, d) AS CASE
  WHEN contains(t, 'e') THEN regexp_replace(regexp_replace(t, '^(\\d)e', '\\1.0e'), 'e\\+?(-?)0*(\\d+)$', 'E\\1\\2')
  WHEN d < 1 THEN regexp_replace(regexp_replace(t, '^0\\.0*(\\d)', '\\1.'), '\\.$', '.0') || 'E-4'
  ELSE regexp_replace(regexp_replace(t, '^(\\d)(\\d+)\\.(\\d+)$', '\\1.\\2\\3'), '^(\\d\\.\\d+?)0*$', '\\1')
    || 'E' || (strpos(t, '.') - 2) END`;

const DEFINITIONS: ReadonlyMap<string, string> = new Map(
  [WIDE_TEXT, ...MACROS].map((macro) => [`athena_${macro.slice(0, macro.indexOf('('))}`, macro]),
);

/** Names of the macros, with their prefix. */
export const MACRO_NAMES: ReadonlySet<string> = new Set(DEFINITIONS.keys());

/** Statements that teach a fresh DuckDB what Athena's functions do; only those that `sql` needs. */
export function macroStatements(sql: string): readonly string[] {
  const needed = new Set<string>();
  // What a macro calls must exist before it.
  const visit = (text: string): void => {
    for (const [name] of text.matchAll(/\bathena_[a-z0-9_]+/gi)) {
      const macro = name.toLowerCase();
      const definition = DEFINITIONS.get(macro);
      if (definition === undefined || needed.has(macro)) continue;
      visit(definition.slice(definition.indexOf('(')));
      needed.add(macro);
    }
  };
  visit(sql);
  return [...needed].map((name) => `CREATE MACRO athena_${DEFINITIONS.get(name)}`);
}

/** Integer division, no implicit zone but UTC, text order by bytes: what Athena has and DuckDB must be told. */
export const SETTING_STATEMENTS: readonly string[] = [
  'SET integer_division = true',
  'SET ieee_floating_point_ops = true',
  `SET TimeZone = 'UTC'`,
  `SET default_null_order = 'nulls_last'`,
  'SET enable_progress_bar = false',
];
