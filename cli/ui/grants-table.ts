import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { SubscriptionState } from '../../core/spec/subscription-state.ts';
import type { DeclaredAccess } from '../commands/grants.ts';
import { colors } from './output.ts';
import { renderTable } from './table.ts';

const COLOURS: Record<SubscriptionState, (text: string) => string> = {
  live: colors.green,
  pending: colors.yellow,
  denied: colors.red,
  revoked: colors.red,
  expired: colors.dim,
};

/** Who may read what until when; what somebody has to do, or has decided, stands below its line. */
export function renderGrants(declared: readonly DeclaredAccess[]): string {
  const columns = [
    { title: 'table' },
    { title: 'principals' },
    { title: 'state' },
    { title: 'columns', align: 'right' },
    { title: 'rows' },
    { title: 'last day' },
    { title: 'days left', align: 'right' },
    { title: 'note' },
  ] as const;
  return renderTable(columns, declared.map(line));
}

function line(access: DeclaredAccess): readonly string[] {
  const { table, principals, state, columns, columnsOfTable, rows = 'all', expires, daysLeft } = access;
  return [
    table,
    principals.join(', '),
    COLOURS[state](state),
    columns.length === columnsOfTable ? 'all' : `${columns.length} of ${columnsOfTable}`,
    visibleText(rows),
    expires,
    state === 'live' ? String(daysLeft) : '',
    visibleText(access.note ?? ''),
  ];
}

/** `6 live, 1 pending` */
export function grantsVerdict(declared: readonly DeclaredAccess[]): string {
  const states = Map.groupBy(declared, ({ state }) => state);
  if (states.size === 0) return 'no such access is declared';
  return [...states].map(([state, those]) => `${those.length} ${state}`).join(', ');
}
