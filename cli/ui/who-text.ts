import type { AccessExplanation } from '../../core/access/explain/explain-access.ts';
import { lastDay } from '../../core/access/explain/reason.ts';
import type { WhoReads } from '../../core/access/explain/who-reads.ts';
import { counted } from './numbers.ts';
import { colors } from './output.ts';
import { reasonWords, rowWords } from './reason-words.ts';
import { renderTable } from './table.ts';

const COLUMNS = [
  { title: 'principal' },
  { title: 'account' },
  { title: 'columns' },
  { title: 'rows' },
  { title: 'last day' },
  { title: 'because of' },
] as const;

/** Who reads a table: the owner's own roles first, then other domains'. */
export function renderWho(who: WhoReads): string {
  const { target, column, readers } = who;
  const title = colors.bold(column === undefined ? target.name : `${target.name}.${column}`);
  return [
    title,
    ...(readers.length === 0
      ? ['nobody']
      : [
          renderTable(
            COLUMNS,
            readers.map((one) => line(one, column)),
          ),
        ]),
    ...withheldLines(who),
    ...machineLines(who),
  ].join('\n');
}

function line(explanation: AccessExplanation, column: string | undefined): readonly string[] {
  const { principal, because: all, columns } = explanation;
  const because = column === undefined ? all : all.filter((reason) => reason.columns.includes(column));
  const read = columns.filter(({ isRead }) => isRead).length;
  return [
    principal.name,
    principal.role.account,
    read === columns.length ? 'all' : `${read} of ${columns.length}`,
    rowWords(because),
    lastDay(because) ?? '–',
    because.map(reasonWords).join('; '),
  ];
}

/** Which columns those do not read who read others; the same list is said once. */
function withheldLines({ column, readers }: WhoReads): readonly string[] {
  if (column !== undefined) return [];
  const byColumns = Map.groupBy(readers, ({ columns }) =>
    columns
      .filter(({ isRead }) => !isRead)
      .map(({ name }) => name)
      .join(', '),
  );
  return [...byColumns]
    .filter(([names]) => names !== '')
    .map(([names, those]) =>
      colors.dim(`withheld from ${those.map(({ principal }) => principal.name).join(', ')}: ${names}`),
    );
}

function machineLines({ target, machines }: WhoReads): readonly string[] {
  if (machines.length === 0) return [];
  const names = machines.map(({ principal }) => principal.name).join(', ');
  return [colors.dim(`also machines of ${target.product.domain}, which make and serve it: ${names}`)];
}

/** `7 principals read it, 3 of them of other domains` */
export function whoVerdict(all: readonly WhoReads[]): string {
  const readers = all.flatMap(({ target, readers: those }) =>
    those.map(({ principal }) => ({ principal, isForeign: principal.domain !== target.product.domain })),
  );
  const names = new Set(readers.map(({ principal }) => principal.name));
  const foreign = new Set(readers.filter((one) => one.isForeign).map(({ principal }) => principal.name));
  return `${counted(names.size, 'principal')} ${names.size === 1 ? 'reads' : 'read'} it, ${foreign.size} of other domains`;
}
