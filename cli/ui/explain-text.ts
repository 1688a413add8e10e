import type { AccessExplanation } from '../../core/access/explain/explain-access.ts';
import type { Remedy } from '../../core/access/explain/remedy.ts';
import { renderPredicate } from '../../core/access/lakeformation/row-predicate.ts';
import { missingWords } from './missing-words.ts';
import { colors } from './output.ts';
import { pathText } from './path-text.ts';
import { reasonWords, rowWords, subscriptionWords } from './reason-words.ts';
import { earlierText, remedyText } from './remedy-text.ts';

export type ShownExplanation = {
  readonly explanation: AccessExplanation;
  readonly column?: string;
  /** What would allow what is denied. */
  readonly remedy?: Remedy;
  readonly withPath: boolean;
};

/** The verdict, because of what, and what to do: the first line is all that most people need. */
export function renderExplanation(shown: ShownExplanation): string {
  const { explanation, withPath } = shown;
  const facts = isDenied(shown) ? deniedFacts(shown) : allowedFacts(shown);
  return [
    verdict(shown),
    '',
    ...facts.flatMap(([title, lines]) => titled(title, lines)),
    ...(withPath ? ['', ...pathText(explanation)] : []),
  ].join('\n');
}

export function isDenied({ explanation, column }: Pick<ShownExplanation, 'explanation' | 'column'>): boolean {
  if (column === undefined) return explanation.reads.kind === 'nothing';
  return !explanation.columns.some(({ name, isRead }) => name === column && isRead);
}

type Fact = readonly [title: string, lines: readonly string[]];

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => `  ${colors.bold((at === 0 ? title : '').padEnd(9))} ${line}`.trimEnd());
}

function verdict(shown: ShownExplanation): string {
  const { explanation, column } = shown;
  const { principal, target, because } = explanation;
  if (isDenied(shown)) {
    const what = column === undefined ? target.name : `${column} of ${target.name}`;
    return `${colors.red('✗')} ${principal.name} may not read ${what}`;
  }
  const about = column === undefined ? because : because.filter(({ columns }) => columns.includes(column));
  const rows = rowWords(about);
  const where = rows === 'all' ? '' : `, in rows where ${rows}`;
  return `${colors.green('✓')} ${principal.name} reads ${column === undefined ? columnCount(explanation) : column} of ${target.name}${where}`;
}

function columnCount({ columns }: AccessExplanation): string {
  const read = columns.filter(({ isRead }) => isRead).length;
  return read === columns.length ? `all ${read} columns` : `${read} of ${columns.length} columns`;
}

function allowedFacts({ explanation, column }: ShownExplanation): readonly Fact[] {
  const { because, columns, reads } = explanation;
  const about = column === undefined ? because : because.filter((one) => one.columns.includes(column));
  const withheld = columns.filter(({ isRead }) => !isRead).map(({ name }) => name);
  const partly = columns.filter(({ isRead }) => isRead).filter(({ when }) => when !== null);
  const isMixed = about.length > 1 && reads.kind === 'allowed' && partly.length > 0;
  return [
    ['because', about.flatMap((reason) => [reasonWords(reason), ...list(subscriptionWords(reason))])],
    [
      'columns',
      column === undefined ? [columns.flatMap((one) => (one.isRead ? [one.name] : [])).join(', ')] : [],
    ],
    ['when', isMixed ? partly.map(({ name, when }) => `${name}: ${when && renderPredicate(when)}`) : []],
    ['withheld', column === undefined && withheld.length > 0 ? [withheld.join(', ')] : []],
    ['next', column === undefined ? withheld.slice(0, 1).map((name) => whyCommand(explanation, name)) : []],
  ];
}

const whyCommand = ({ principal, target }: AccessExplanation, column: string): string =>
  `bin/mesh access explain ${principal.name} ${target.name}.${column}`;

const list = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

function deniedFacts({ explanation, column, remedy }: ShownExplanation): readonly Fact[] {
  const pieces = explanation.missing.map((one) => missingWords(one, explanation));
  const cause = causeOf(explanation, { column, remedy });
  const [first = [], then = []] = cause === undefined ? [pieces] : [[cause], pieces];
  return [
    ['missing', first],
    ['next', remedy === undefined ? [] : remedyText(remedy)],
    ['so', then],
  ];
}

/** What somebody has decided, or not, from which the rest follows. */
function causeOf(
  { missing, because, principal, target }: AccessExplanation,
  { column, remedy }: { readonly column: string | undefined; readonly remedy: Remedy | undefined },
): string | undefined {
  if (column !== undefined && missing.length === 0) {
    return `${column} is not among the columns of ${because.map(reasonWords).join(' and ')}`;
  }
  if (remedy?.kind === 'approve') return `an approval of ${remedy.waiting.file}`;
  if (remedy?.kind !== 'request') return undefined;
  if (remedy.instead) return earlierText(remedy.instead);
  return `a subscription: no file gives ${target.name} to ${principal.name}`;
}
