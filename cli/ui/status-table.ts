import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { CheckResult } from '../../core/quality/audit-plan.ts';
import type { ProductStatus } from '../mesh/product-state.ts';
import type { RingingAlarm } from '../mesh/ringing-alarms.ts';
import type { Sweep } from '../mesh/sweeps.ts';
import { age, grouped, seconds } from './numbers.ts';
import { colors } from './output.ts';
import { renderTable } from './table.ts';
import { stateMark } from './up-progress.ts';

const FINDINGS_SHOWN_MAX = 3;

/** The table of `mesh status`, and below it what the checks found, what sweeps did, and which alarms ring. */
export function renderStatus(
  products: readonly ProductStatus[],
  sweeps: readonly Sweep[] = [],
  alarms: readonly RingingAlarm[] = [],
): string {
  const table = renderTable(
    [
      { title: '' },
      { title: 'PRODUCT' },
      { title: 'VERSION' },
      { title: 'ROWS', align: 'right' },
      { title: 'PASSED', align: 'right' },
      { title: 'FAILED', align: 'right' },
      { title: 'AGE', align: 'right' },
      { title: 'PROMISE', align: 'right' },
      { title: 'SNAPSHOT' },
      { title: 'RUN', align: 'right' },
    ],
    products.map(row),
  );
  const notes = [...products.flatMap(productNotes), ...sweeps.flatMap(sweepNotes), ...alarms.map(alarmNote)];
  return notes.length === 0 ? table : `${table}\n\n${notes.join('\n')}`;
}

function row(status: ProductStatus): readonly string[] {
  const { rows, ageHours, promiseHours, checksPassed, checksFailed, runSeconds } = status;
  const ageText = ageHours === null ? '–' : age(ageHours);
  return [
    stateMark(status.state),
    status.product,
    status.version,
    rows === null ? '–' : grouped(rows),
    `${checksPassed}`,
    checksFailed === 0 ? '0' : colors.yellow(`${checksFailed}`),
    status.isFresh === false ? colors.red(ageText) : ageText,
    promiseHours === null ? '–' : `≤ ${age(promiseHours)}`,
    Object.values(status.snapshots)[0] ?? '–',
    runSeconds === null ? '–' : seconds(runSeconds * 1000),
  ];
}

function productNotes(status: ProductStatus): readonly string[] {
  const found = status.findings.slice(0, FINDINGS_SHOWN_MAX).map(findingLine);
  const more = status.findings.length - found.length;
  const lines = [...found, ...(more > 0 ? [`    +${more} more: mesh history ${status.product}`] : [])];
  switch (status.state) {
    case 'refused':
      return [
        `${stateMark('refused')} ${status.product}: the newest run was refused; readers keep the previous snapshot`,
        ...lines,
        ...(status.refusedRows === null ? [] : [`    its rows: ${status.refusedRows}`]),
      ];
    case 'failed':
      return [
        `${stateMark('failed')} ${status.product}: ${status.error?.name ?? 'failed'}: ${status.error?.message ?? ''}`,
      ];
    default:
      return found.length === 0 ? [] : [`${stateMark(status.state)} ${status.product}`, ...lines];
  }
}

/** A sweep that found nothing is no news. */
function sweepNotes(sweep: Sweep): readonly string[] {
  const { domain, at, outcome, revoked, left } = sweep;
  if (outcome === 'clean') return [];
  return [
    `${colors.yellow('!')} sweep of ${domain} at ${at.slice(0, 19)}: ${[outcome, ...sweepCounts(sweep)].join(', ')}`,
    ...revoked.slice(0, FINDINGS_SHOWN_MAX).map((grant) => `    revoked ${grant}`),
    ...left.slice(0, FINDINGS_SHOWN_MAX).map((grant) => `    still there: ${grant}`),
  ];
}

function sweepCounts({ revoked, left, granted, pending, overdue, links }: Sweep): readonly string[] {
  const counts = [
    [revoked.length, 'grants revoked'],
    [left.length, 'grants left that should not be there'],
    [overdue, 'of them past their last day'],
    [granted, 'missing grants restored'],
    [pending, 'grants wait for their principal'],
    [links.made.length, `links made (${links.made.join(', ')})`],
    [links.removed.length, `links to nothing removed (${links.removed.join(', ')})`],
  ] as const;
  return counts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : []));
}

function alarmNote({ name, since, reason }: RingingAlarm): string {
  return `${colors.red('!')} alarm ${name} since ${since.slice(0, 19)}: ${visibleText(reason)}`;
}

/** What was promised, what was measured, and values that broke it. */
export function findingLine(finding: CheckResult): string {
  const measured = finding.measured === null ? 'not evaluated' : `found ${grouped(finding.measured)}`;
  const examples =
    finding.examples.length === 0 ? '' : `, for example ${finding.examples.map(visibleText).join(' · ')}`;
  const severity = finding.severity === 'error' ? colors.red('error') : colors.yellow('warning');
  return `    ${severity} ${finding.statement.replace(/\.$/, '')}: ${measured}${examples}`;
}

/** `9 products published, 2 with findings` */
export function statusVerdict(products: readonly ProductStatus[]): string {
  const count = (...states: readonly string[]): number =>
    products.filter(({ state }) => states.includes(state)).length;
  const published = `${count('published', 'warned')} of ${products.length} products published`;
  const notes = [
    [count('warned'), 'with findings'],
    [count('refused'), 'refused'],
    [count('failed'), 'failed'],
    [products.filter(({ isFresh }) => isFresh === false).length, 'older than promised'],
  ] as const;
  return [published, ...notes.filter(([n]) => n > 0).map(([n, text]) => `${n} ${text}`)].join(', ');
}
