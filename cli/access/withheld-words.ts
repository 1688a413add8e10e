import { requestCommand } from '../../core/access/requests/request-command.ts';
import type { Withheld } from '../../core/access/requests/withheld.ts';

const COLUMNS_SHOWN_MAX = 6;

/** What was withheld of a table, which file decides it, and how to ask for more. */
export function withheldLines(withheld: Withheld, consumer: string): readonly string[] {
  const { table, columns, isWhole, rows, files } = withheld;
  const where = files.join(' and ');
  return [
    ...(isWhole ? [`${table} is withheld: ${whyNothing(withheld)}`] : []),
    ...(!isWhole && columns.length > 0
      ? [`${count(columns)} of ${table} withheld: ${listed(columns)} — not in ${where}`]
      : []),
    ...(rows === undefined ? [] : [`rows of ${table} limited to ${rows} — by ${where}`]),
    `ask with: ${commandForAll(withheld, consumer)}`,
  ];
}

/** Why Athena refused a statement, where the files say it; in general where only permissions may be the cause. */
export function whyRefused(
  reason: string,
  withheld: readonly Withheld[],
  consumer: string,
): string | undefined {
  const [, column = ''] = /^COLUMN_NOT_FOUND: .*?Column '([^']+)'/.exec(reason) ?? [];
  const without = withheld.find(({ columns }) => columns.includes(column.toLowerCase()));
  if (without !== undefined) return columnHint(without, column.toLowerCase(), consumer);
  if (!/not authorized|Insufficient|COLUMN_NOT_FOUND|TABLE_NOT_FOUND|SCHEMA_NOT_FOUND/.test(reason))
    return undefined;
  const table = column === '' ? withheld.find(({ isWhole }) => isWhole) : undefined;
  if (table !== undefined) return tableHint(table, consumer);
  return 'either it does not exist, or the role may not read it: the product’s access/*.yaml says who may';
}

function columnHint(withheld: Withheld, column: string, consumer: string): string {
  const { table, isWhole, files } = withheld;
  const why = isWhole ? whyNothing(withheld) : `not in ${files.join(' or ')}`;
  const { columns } = withheld.request;
  const command = isWhole
    ? commandForAll(withheld, consumer)
    : commandFor(withheld, consumer, [...columns, column]);
  return `${table}.${column} is withheld: ${why}; ask with: ${command}`;
}

function tableHint(withheld: Withheld, consumer: string): string {
  return `${withheld.table} is withheld: ${whyNothing(withheld)}; ask with: ${commandForAll(withheld, consumer)}`;
}

function whyNothing({ dormant, directory }: Withheld): string {
  if (dormant === undefined) return `no file in ${directory}/ gives it to this role`;
  return `${dormant.file} is ${dormant.state}`;
}

/** The command that asks for all columns and rows; who needs less takes words out of it. */
export function commandForAll(withheld: Withheld, consumer: string): string {
  return commandFor(withheld, consumer, []);
}

function commandFor({ table, request }: Withheld, consumer: string, columns: readonly string[]): string {
  const { roles, replaces, purpose } = request;
  return requestCommand({ table, consumer, roles, columns, isReplacement: replaces, purpose });
}

const count = ({ length }: readonly string[]): string => `${length} ${length === 1 ? 'column' : 'columns'}`;

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, COLUMNS_SHOWN_MAX).join(', ');
  const more = columns.length - COLUMNS_SHOWN_MAX;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
