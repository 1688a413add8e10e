/** What `mesh request` is to ask for. */
export type AskedAccess = {
  /** `<domain>.<table>` */
  readonly table: string;
  /** Domain that asks. */
  readonly consumer: string;
  readonly roles: readonly string[];
  /** None means all. */
  readonly columns: readonly string[];
  readonly rows?: string | undefined;
  /** Whether a file is there already, which the request changes. */
  readonly isReplacement: boolean;
  /** @default - a gap for the one who asks, who alone can say */
  readonly purpose?: string | undefined;
};

const PURPOSE = '<what it is for>';

/** The command that writes a request, for a POSIX shell. */
export function requestCommand(asked: AskedAccess): string {
  const { table, consumer, roles, columns, rows, isReplacement, purpose = PURPOSE } = asked;
  return [
    `bin/mesh request ${table} --as ${consumer}`,
    `--roles ${roles.join(',')}`,
    ...(columns.length === 0 ? [] : [`--columns ${columns.join(',')}`]),
    ...(rows === undefined ? [] : [`--rows ${quoted(rows)}`]),
    ...(isReplacement ? ['--replace'] : []),
    `--purpose ${quoted(purpose)}`,
  ].join(' ');
}

function quoted(text: string): string {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}
