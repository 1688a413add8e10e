import { commonType, decimal, decimalOf, isInteger, type SqlType } from './sql-types.ts';

/** Result type of a function, from the types of its arguments. */
type Rule = (args: readonly SqlType[]) => SqlType;

const always =
  (type: SqlType): Rule =>
  () =>
    type;
const argument =
  (index: number): Rule =>
  (args) =>
    args[index] ?? 'unknown';
const common: Rule = (args) => args.reduce(commonType, 'null');

/** Same type as the argument, but for decimals, whose digits change. */
const likeFirst: Rule = ([first = 'unknown']) => (decimalOf(first) === undefined ? first : 'unknown');

const sum: Rule = ([type = 'unknown']) => {
  const exact = decimalOf(type);
  if (exact !== undefined) return decimal(38, exact.scale);
  return isInteger(type) ? 'bigint' : type === 'float' || type === 'double' ? type : 'unknown';
};

const average: Rule = ([type = 'unknown']) => {
  if (type === 'float' || decimalOf(type) !== undefined) return type;
  return isInteger(type) || type === 'double' ? 'double' : 'unknown';
};

/** With a second argument these give a list of the n greatest or smallest. */
const extreme: Rule = (args) => (args.length === 1 ? (args[0] ?? 'unknown') : 'unknown');

const NAMES: readonly (readonly [Rule, string])[] = [
  [
    always('string'),
    'lower upper trim l_trim r_trim ltrim rtrim replace regexp_extract regexp_replace split_part substring substr concat concat_ws date_format format_datetime json_extract_scalar json_format lpad rpad reverse chr typeof array_join format to_base64 to_hex list_agg listagg string_agg group_concat translate normalize soundex url_extract_host url_extract_path url_extract_protocol url_extract_query url_extract_parameter url_decode url_encode to_iso8601',
  ],
  [
    always('bigint'),
    'count count_if approx_distinct length char_length str_position strpos cardinality row_number rank dense_rank n_tile ntile date_diff extract year month day hour minute second quarter week day_of_week day_of_month day_of_year week_of_year year_of_week dow doy yow millisecond levenshtein_distance hamming_distance bit_count bitwise_and bitwise_or bitwise_xor bitwise_not from_base to_milliseconds regexp_count regexp_position json_array_length',
  ],
  [always('int'), 'codepoint timezone_hour timezone_minute width_bucket'],
  [
    always('double'),
    'stddev stddev_pop stddev_samp variance var_pop var_samp sqrt cbrt ln log log2 log10 exp power pow sin cos tan asin acos atan atan2 sinh cosh tanh radians degrees pi e nan infinity to_unixtime percent_rank cume_dist corr covar_pop covar_samp regr_slope regr_intercept kurtosis skewness entropy geometric_mean',
  ],
  [
    always('boolean'),
    'eq neq lt lte gt gte null_safe_eq null_safe_neq and or not like i_like similar_to in between exists is_null is_true is_false is any all contains starts_with ends_with regexp_like is_nan is_finite is_infinite is_inf logical_and logical_or bool_and bool_or every json_array_contains array_contains arrays_overlap',
  ],
  [always('date'), 'current_date date from_iso8601_date last_day_of_month'],
  [always('timestamp'), 'localtimestamp date_parse'],
  [
    always('timestamp with time zone'),
    'current_timestamp now from_unixtime from_unixtime_nanos parse_datetime from_iso8601_timestamp at_time_zone with_timezone at_timezone',
  ],
  [always('interval'), 'interval'],
  [
    argument(0),
    'abs arbitrary any_value max_by min_by lag lead first_value last_value nth_value first last nullif null_if try paren neg annotated approx_percentile',
  ],
  [extreme, 'min max'],
  [argument(1), 'date_trunc'],
  [argument(2), 'date_add'],
  [common, 'coalesce greatest least'],
  [likeFirst, 'round floor ceil ceiling truncate sign'],
  [sum, 'sum'],
  [average, 'avg'],
];

const RULES: ReadonlyMap<string, Rule> = new Map(
  NAMES.flatMap(([rule, names]) => names.split(' ').map((name) => [name, rule] as const)),
);

/** `unknown` for a function that is not in the list, and for types that products cannot hold. */
export function functionType(name: string, args: readonly SqlType[]): SqlType {
  return RULES.get(name)?.(args) ?? 'unknown';
}

const AGGREGATES: ReadonlySet<string> = new Set(
  'count count_if sum avg min max arbitrary any_value max_by min_by approx_distinct approx_percentile stddev stddev_pop stddev_samp variance var_pop var_samp array_agg map_agg multimap_agg list_agg listagg string_agg group_concat logical_and logical_or bool_and bool_or every corr covar_pop covar_samp regr_slope regr_intercept kurtosis skewness entropy geometric_mean checksum histogram numeric_histogram approx_set merge bitwise_and_agg bitwise_or_agg reduce_agg first last mode median percentile_cont percentile_disc map_union set_agg set_union sum_if'.split(
    ' ',
  ),
);

export const isAggregate = (name: string): boolean => AGGREGATES.has(name);
