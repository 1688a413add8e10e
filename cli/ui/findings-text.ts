import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { Examined } from '../commands/doctor.ts';
import { type Finding, HEALTHS, type Health } from '../doctor/finding.ts';
import { colors } from './output.ts';

const MARKS: Record<Health, string> = {
  ok: colors.green('✓'),
  warning: colors.yellow('!'),
  problem: colors.red('✗'),
  unknown: colors.dim('?'),
};

const WORDS: Record<Health, readonly [one: string, several: string]> = {
  ok: ['fine', 'fine'],
  warning: ['warning', 'warnings'],
  problem: ['problem', 'problems'],
  unknown: ['not known', 'not known'],
};

/** Findings by place, each that is not fine with its fix. */
export function renderExamined(examined: readonly Examined[]): string {
  return examined
    .map(({ place, findings }) => [colors.bold(place), ...findings.flatMap(renderFinding)].join('\n'))
    .join('\n\n');
}

function renderFinding({ health, what, fix }: Finding): readonly string[] {
  const line = `  ${MARKS[health]} ${visibleText(what)}`;
  return fix === undefined ? [line] : [line, `      ${colors.dim('fix:')} ${visibleText(fix)}`];
}

/** `12 fine, 1 warning, 1 problem` */
export function examinedVerdict(examined: readonly Examined[]): string {
  const all = examined.flatMap(({ findings }) => findings);
  return HEALTHS.map((health) => [all.filter((one) => one.health === health).length, WORDS[health]] as const)
    .filter(([count]) => count > 0)
    .map(([count, [one, several]]) => `${count} ${count === 1 ? one : several}`)
    .join(', ');
}
