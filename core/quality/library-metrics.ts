import type { QualityRule } from '../contract/contract.ts';
import type { Column, Table } from '../spec/mesh.ts';
import type { CheckKind } from './audit-plan.ts';
import { nullsOf, surplusOf, surplusOfAll } from './column-promises.ts';
import { identifier, literalFor, text } from './sql-text.ts';

export type LibraryMeasure =
  | {
      readonly kind: CheckKind;
      readonly claim: string;
      readonly dimension: string;
      /** Aggregate over the table. */
      readonly expression: string;
      /** True for an offending row, where values can be shown. */
      readonly bad?: string;
    }
  | { readonly problem: string };

/** 3.0 names of the metrics, by their names since 3.1. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  nullCheck: 'nullValues',
  duplicateCount: 'duplicateValues',
  uniqueCheck: 'duplicateValues',
  validValues: 'invalidValues',
  countCheck: 'rowCount',
};

/** Name of the library metric that a rule uses; `rule` is what 3.0 calls it. */
export function metricOf(rule: QualityRule): string | undefined {
  const name = rule.metric ?? rule.rule;
  return name === undefined ? undefined : (FORMER_NAMES[name] ?? name);
}

type Place = { readonly table: Table; readonly column: Column | undefined };

export function libraryMeasure(rule: QualityRule, { table, column }: Place): LibraryMeasure {
  const metric = metricOf(rule);
  if (metric === 'rowCount') {
    return { kind: 'volume', claim: 'the number of rows is', dimension: 'coverage', expression: 'count(*)' };
  }
  if (metric === 'duplicateValues') return duplicates(rule, { table, column });
  if (column === undefined) return { problem: `the metric "${metric ?? ''}" belongs to a column` };
  switch (metric) {
    case 'nullValues':
      return {
        kind: 'missing',
        claim: `the number of nulls in ${column.name} is`,
        dimension: 'completeness',
        expression: nullsOf(column.name),
      };
    case 'missingValues':
      return missing(rule, column);
    case 'invalidValues':
      return invalid(rule, column);
    default:
      return { problem: `the metric "${metric ?? ''}" is not known` };
  }
}

/**
 * Counts the rows that could be deleted: all rows of a value but one. The standard does not say what a
 * duplicate counts; this is what one scan can answer, and its zero is the zero of every other reading.
 */
function duplicates(rule: QualityRule, { table, column }: Place): LibraryMeasure {
  const common = { kind: 'uniqueness', dimension: 'uniqueness' } as const;
  if (column !== undefined) {
    const claim = `the number of repeated values in ${column.name} is`;
    return { ...common, claim, expression: surplusOf(column.name) };
  }
  const listed = rule.arguments?.['properties'];
  const names = Array.isArray(listed) ? listed.map(String) : [];
  if (names.length === 0) return { problem: 'duplicateValues of a table needs arguments.properties' };
  const unknown = names.find((name) => !table.columns.some((known) => known.name === name));
  if (unknown !== undefined)
    return { problem: `arguments.properties names "${unknown}", which is no column` };
  const claim = `the number of rows that repeat ${names.join(', ')} is`;
  return { ...common, claim, expression: surplusOfAll(names) };
}

/** Exactly the listed values are missing, null only where it is listed; without a list, null alone. */
function missing(rule: QualityRule, column: Column): LibraryMeasure {
  const listed: unknown = rule.arguments?.['missingValues'] ?? [null];
  if (!Array.isArray(listed)) return { problem: 'arguments.missingValues is not a list' };
  const name = identifier(column.name);
  const values = listed.map((value) => literalFor(column, value)).filter((value) => value !== undefined);
  const parts = [
    ...(listed.includes(null) ? [`${name} IS NULL`] : []),
    ...(values.length > 0 ? [`${name} IN (${values.join(', ')})`] : []),
  ];
  return {
    kind: 'missing',
    claim: `the number of missing values in ${column.name} is`,
    dimension: 'completeness',
    // Nothing of the list can stand in this column, so nothing is missing.
    expression:
      parts.length === 0 ? 'count(*) FILTER (WHERE false)' : `count(*) FILTER (WHERE ${parts.join(' OR ')})`,
  };
}

/** Values outside the list or unlike the pattern; null is not a value. */
function invalid(rule: QualityRule, column: Column): LibraryMeasure {
  const listed = rule.arguments?.['validValues'];
  const pattern = rule.arguments?.['pattern'];
  const name = identifier(column.name);
  const valid: string[] = [];
  if (Array.isArray(listed)) {
    const values = listed.map((value) => literalFor(column, value)).filter((value) => value !== undefined);
    if (values.length === 0) return { problem: `no valid value fits a column of type ${column.type}` };
    valid.push(`${name} IN (${values.join(', ')})`);
  }
  if (typeof pattern === 'string') valid.push(`regexp_like(cast(${name} AS varchar), ${text(pattern)})`);
  if (valid.length === 0)
    return { problem: 'invalidValues needs arguments.validValues or arguments.pattern' };
  const bad = `${name} IS NOT NULL AND NOT (${valid.join(' AND ')})`;
  return {
    kind: 'validity',
    claim: `the number of invalid values in ${column.name} is`,
    dimension: 'conformity',
    expression: `count(*) FILTER (WHERE ${bad})`,
    bad,
  };
}
