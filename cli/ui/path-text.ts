import type { AccessExplanation } from '../../core/access/explain/explain-access.ts';
import { isOpen, type PathStep } from '../../core/access/explain/path-step.ts';
import { decisionWords, stepWords } from './missing-words.ts';
import { colors } from './output.ts';
import { reasonWords } from './reason-words.ts';

/** Every step of both paths, with the policies that open it. */
export function pathText(explanation: AccessExplanation): readonly string[] {
  const { paths, principal } = explanation;
  const line = (step: PathStep): string => `  ${mark(isOpen(step))} ${words(step, principal.name)}`;
  return [
    colors.bold('  through Athena'),
    ...paths.catalog.map(line),
    ...lakeLines(explanation),
    '',
    colors.bold('  from the files in S3'),
    ...paths.files.map(line),
  ];
}

const mark = (open: boolean): string => (open ? colors.green('✓') : colors.red('✗'));

function words(step: PathStep, reader: string): string {
  if (step.kind === 'link' && isOpen(step)) {
    return `Lake Formation: it may describe ${step.database}, the link to the table in account ${step.account}`;
  }
  if (step.kind !== 'iam' || step.decision.kind !== 'allowed') return stepWords(step, reader);
  const by = step.decision.by.map(({ policy, sid, index }) => `${policy}/${sid ?? index + 1}`);
  const who = step.principal.split('/').at(-1) ?? step.principal;
  const whose = step.principal.endsWith(`-${reader}`) ? '' : ` to ${who}`;
  return `${step.purpose}: ${decisionWords(step.decision, step)}${whose} ${colors.dim(`(${by.join(', ')})`)}`;
}

function lakeLines({ paths, because, principal, target }: AccessExplanation): readonly string[] {
  const openings = paths.lake?.openings.length ?? 0;
  if (openings === 0) {
    return [`  ${mark(false)} Lake Formation: nothing grants ${principal.name} SELECT on ${target.name}`];
  }
  const reasons = because.filter(({ kind }) => kind !== 'files');
  if (reasons.length === 0) return [`  ${mark(true)} Lake Formation: ${openings} of its grants`];
  return reasons.map((reason) => `  ${mark(true)} Lake Formation: ${reasonWords(reason)}`);
}
