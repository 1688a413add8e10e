import type { Subscription } from '../../spec/mesh.ts';
import type { Denied } from './remedy.ts';

/** What nobody but the one who asks can say. */
const PURPOSE = '<what it is for>';

/** The command that would ask for what is denied: all that a file gives already, and what is missing beside it. */
export function requestCommand(denied: Denied, instead: Subscription | undefined): string {
  const { principal, target } = denied.explanation;
  const roles = instead?.roles ?? [principal.name.slice(principal.domain.length + 1)];
  const columns = asked(denied, instead);
  return [
    `bin/mesh request ${target.product.domain}.${target.spec.name} --as ${principal.domain}`,
    `--roles ${roles.join(',')}`,
    ...(columns.length === 0 ? [] : [`--columns ${columns.join(',')}`]),
    ...(instead?.rows === undefined ? [] : [`--rows ${quoted(instead.rows)}`]),
    ...(instead?.state === 'live' ? ['--replace'] : []),
    `--purpose ${quoted(instead?.purpose ?? PURPOSE)}`,
  ].join(' ');
}

/** In the table's order; none where the whole table is asked for. */
function asked({ explanation, column }: Denied, instead: Subscription | undefined): readonly string[] {
  const wanted = [...(instead?.columns ?? []), ...(column === undefined ? [] : [column])];
  const all = explanation.target.table.columns;
  const columns = all.filter((name) => wanted.includes(name));
  return columns.length === all.length ? [] : columns;
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}
