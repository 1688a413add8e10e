/** What stands before DuckDB's own aggregates until the end of the translation, which loses their FILTER otherwise. */
export const NATIVE = 'athena_native_';

/**
 * Every function that a query may call, by Athena's name, and the name under which DuckDB gets it: its own, a macro
 * (`macros.ts`) or one that the tree rewrite resolves (`rewrite-functions.ts`); both begin with `athena_`.
 * What is not here is refused, so that no function of DuckDB that reads files or settings can be called.
 */
export const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  // Mathematics
  ...same('abs ceiling ceil floor round power pow sqrt cbrt exp ln log10 log2 log sign pi radians degrees'),
  ...same('sin cos tan asin acos atan atan2 sinh cosh tanh random rand'),
  ...macros('truncate mod e is_nan is_finite is_infinite nan infinity width_bucket to_base'),
  ...macros('bitwise_and bitwise_or bitwise_xor bitwise_not bitwise_left_shift bitwise_right_shift'),
  ...macros('greatest least'),
  // Text
  ...same('lower upper length trim ltrim rtrim substr substring replace reverse concat_ws chr'),
  ...same('split_part starts_with ends_with translate position strpos uuid'),
  ...macros('concat lpad rpad split split_to_map codepoint levenshtein_distance hamming_distance'),
  ...macros('regexp_like regexp_extract regexp_extract_all regexp_replace regexp_split regexp_count'),
  ...macros('url_extract_host url_extract_path url_extract_protocol url_extract_query'),
  renamed('format', 'printf'),
  // Bytes
  ...macros('to_utf8 from_utf8 to_hex from_hex to_base64 from_base64 md5 sha1 sha256'),
  // Time
  ...same('year month day hour minute second quarter now last_day_of_month'),
  ...macros('millisecond week week_of_year day_of_week dow day_of_year doy day_of_month year_of_week yow'),
  ...macros('date date_trunc date_add date_diff date_parse date_format format_datetime parse_datetime'),
  ...macros('from_iso8601_timestamp from_iso8601_date to_iso8601 from_unixtime to_unixtime'),
  // Conditions and conversions
  ...same('coalesce nullif if cast try_cast try'),
  ...macros('typeof'),
  // Arrays and maps
  ...same('row map map_keys map_values map_from_entries map_entries map_concat'),
  ...macros('array_distinct array_sort array_max array_min array_sum array_join array_position array_remove'),
  ...macros('array_intersect array_union array_except arrays_overlap slice sequence repeat element_at'),
  ...macros('cardinality contains flatten reduce any_match all_match none_match zip_with map_filter'),
  ...macros('transform_values transform_keys'),
  renamed('transform', 'list_transform'),
  renamed('filter', 'list_filter'),

  // JSON
  ...macros('json_extract json_extract_scalar json_parse json_format json_array_length'),
  // Aggregates
  ...same('count sum avg min max array_agg any_value stddev stddev_pop stddev_samp variance'),
  ...same('corr covar_pop covar_samp regr_slope regr_intercept min_by max_by listagg count_if skewness'),
  ...same('histogram grouping'),
  ...native('bool_and bool_or var_pop var_samp'),
  renamed('every', `${NATIVE}bool_and`),
  renamed('arbitrary', `${NATIVE}any_value`),
  renamed('approx_distinct', `${NATIVE}approx_count_distinct`),
  ...macros('geometric_mean map_agg'),
  renamed('approx_percentile', 'quantile_disc'),
  renamed('bitwise_and_agg', 'bit_and'),
  renamed('bitwise_or_agg', 'bit_or'),
  renamed('bitwise_xor_agg', 'bit_xor'),
  // Windows
  ...same(
    'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value',
  ),
  ...same('extract'),
]);

/** What the translation to DuckDB puts in the place of operators and of the functions above. */
const TRANSLATED = `to_days to_hours to_minutes to_seconds to_milliseconds to_months to_years to_weeks list_zip row
  + - * / // % || ~~ !~~ ~~~ like_escape not_like_escape & | ~ xor << >>
  abs ceil floor power bool_and bool_or var_pop var_samp any_value arg_min arg_max arg_min_null arg_max_null approx_count_distinct
  count_star str_split array_extract list_value struct_pack struct_extract list_transform list_filter list_reduce
  list_concat array_slice quantile_disc bit_and bit_or bit_xor date_part isodow dayofyear weekofyear isoyear
  last_day date_trunc unnest list array_agg string_agg listagg printf cast_to_type list_bool_and list_bool_or
  list_extract map_extract map_entries map_from_entries mod_func least greatest epoch list_unique length substring
  list_aggregate list_contains contains string_split trunc datesub array_length len count sum first max min avg`;

/** Functions that may stand in the translated statement besides the macros. */
export const DUCKDB_FUNCTIONS: ReadonlySet<string> = new Set([
  ...FUNCTIONS.values(),
  ...TRANSLATED.split(/\s+/),
]);

function same(names: string): (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, name] as const);
}

function native(names: string): (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, `${NATIVE}${name}`] as const);
}

function macros(names: string): (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, `athena_${name}`] as const);
}

function renamed(name: string, target: string): readonly [string, string] {
  return [name, target];
}
