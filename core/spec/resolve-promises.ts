import { type Contract, customProperty, type SlaProperty } from '../contract/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Promises, Table } from './mesh.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

const HOURS_PER_DAY = 24;
const DAYS_PER_YEAR = 365;
const DAYS_PER_MONTH = 30;

type UnitOf = 'freshness' | 'retention';

/**
 * Hours of a unit. The standard names d, day, days, y, yr, years and leaves the rest open;
 * `m` is read as datacontract-cli reads it: minutes of a latency, months of a retention.
 */
function hoursOf(unit: string, of: UnitOf): number | undefined {
  switch (unit.toLowerCase()) {
    case 'min':
    case 'minute':
    case 'minutes':
      return 1 / 60;
    case 'm':
      return of === 'freshness' ? 1 / 60 : DAYS_PER_MONTH * HOURS_PER_DAY;
    case 'h':
    case 'hr':
    case 'hour':
    case 'hours':
      return 1;
    case 'd':
    case 'day':
    case 'days':
      return HOURS_PER_DAY;
    case 'w':
    case 'week':
    case 'weeks':
      return 7 * HOURS_PER_DAY;
    case 'mo':
    case 'month':
    case 'months':
      return DAYS_PER_MONTH * HOURS_PER_DAY;
    case 'y':
    case 'yr':
    case 'year':
    case 'years':
      return DAYS_PER_YEAR * HOURS_PER_DAY;
    default:
      return undefined;
  }
}

const FRESHNESS = ['latency', 'ly', 'freshness'];
const RETENTION = ['retention', 're'];

type Promised = { readonly promises: Promises; readonly diagnostics: readonly Diagnostic[] };

/** What `slaProperties` promise of freshness, retention and completeness; other promises are kept as they are. */
export function resolvePromises(contract: Contract, yaml: YamlFile, tables: readonly Table[]): Promised {
  const diagnostics: Diagnostic[] = [];
  const find = (names: readonly string[]) => findSla(contract, names);
  const hours = (names: readonly string[], of: UnitOf): number | undefined => {
    const found = find(names);
    if (found === undefined) return undefined;
    const value = duration(found.sla, of);
    if (typeof value === 'number') return value;
    diagnostics.push(errorAt(yaml.spanOf([...found.path, value.key]), { code: 'InvalidPromise', ...value }));
    return undefined;
  };
  const freshnessHours = hours(FRESHNESS, 'freshness');
  const retentionHours = hours(RETENTION, 'retention');
  const element = freshnessElement(contract, yaml, tables);
  const completeness = resolveCompleteness(contract, yaml);
  return {
    promises: {
      ...(freshnessHours !== undefined && { freshnessHours }),
      ...(element.value !== undefined && { freshnessElement: element.value }),
      ...(retentionHours !== undefined && { retentionDays: retentionHours / HOURS_PER_DAY }),
      completeness: completeness.value ?? 1,
    },
    diagnostics: [...diagnostics, ...element.diagnostics, ...completeness.diagnostics],
  };
}

type Located = { readonly sla: SlaProperty; readonly path: YamlPath };

/** `latency` is preferred to `freshness`, as the standard says. */
function findSla(contract: Contract, names: readonly string[]): Located | undefined {
  const all = contract.slaProperties ?? [];
  for (const name of names) {
    const index = all.findIndex(({ property }) => property.toLowerCase() === name);
    const sla = all[index];
    if (sla !== undefined) return { sla, path: ['slaProperties', index] };
  }
  return undefined;
}

type Fault = { readonly key: 'value' | 'unit'; readonly message: string; readonly hint: string };

function duration({ property, value, unit }: SlaProperty, of: UnitOf): number | Fault {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount <= 0) {
    const message = `the ${property} "${value}" is not an amount of time`;
    return { key: 'value', message, hint: 'write a number, and its unit in `unit`' };
  }
  const factor = hoursOf(unit ?? 'd', of);
  if (factor !== undefined) return amount * factor;
  return {
    key: 'unit',
    message: `the unit "${unit}" of ${property} is not a unit of time`,
    hint: 'write minutes, hours, days, weeks, months or years',
  };
}

type Resolved<T> = { readonly value?: T; readonly diagnostics: readonly Diagnostic[] };

function freshnessElement(
  contract: Contract,
  yaml: YamlFile,
  tables: readonly Table[],
): Resolved<NonNullable<Promises['freshnessElement']>> {
  const found = findSla(contract, FRESHNESS);
  const written = found?.sla.element ?? contract.slaDefaultElement;
  if (found === undefined || written === undefined) return { diagnostics: [] };
  const elements = tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`));
  const [first = ''] = written.split(',').map((text) => text.trim());
  const [tableName, columnName] = first.split('.');
  const table = tables.find(({ name }) => name === tableName);
  const column = table?.columns.find(({ name }) => name === columnName);
  if (table !== undefined && column !== undefined) {
    return { value: { table: table.name, column: column.name }, diagnostics: [] };
  }
  // A promise about a table as a whole is measured by its publication.
  if (table !== undefined && columnName === undefined) return { diagnostics: [] };
  const path = found.sla.element === undefined ? ['slaDefaultElement'] : [...found.path, 'element'];
  const message = `the contract has no column "${first}"`;
  const hint = suggest(first, elements);
  return { diagnostics: [errorAt(yaml.spanOf(path), { code: 'UnknownElement', message, hint })] };
}

function resolveCompleteness(contract: Contract, yaml: YamlFile): Resolved<number> {
  const found = findSla(contract, ['completeness']);
  const custom = customProperty(contract, 'completeness');
  if (found === undefined && custom === undefined) return { diagnostics: [] };
  const isPercent = /^(percent|%)$/i.test(found?.sla.unit ?? '');
  const written = found === undefined ? custom : found.sla.value;
  const share = typeof written === 'number' ? written / (isPercent ? 100 : 1) : Number.NaN;
  if (share >= 0 && share <= 1) return { value: share, diagnostics: [] };
  const position = contract.customProperties?.findIndex(({ property }) => property === 'completeness') ?? 0;
  const path = found === undefined ? ['customProperties', position, 'value'] : [...found.path, 'value'];
  const message = `the completeness "${String(written)}" is not a share`;
  const hint = 'write a share from 0 to 1, or `unit: percent` beside a number from 0 to 100';
  return { diagnostics: [errorAt(yaml.spanOf(path), { code: 'InvalidPromise', message, hint })] };
}
