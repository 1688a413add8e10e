import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { PlannedChange } from '../../core/cloudformation/planned-change.ts';
import type { StackRemoval } from '../commands/destroy.ts';
import type { LiveStack } from '../mesh/live-stacks.ts';
import { counted } from './numbers.ts';
import { colors } from './output.ts';

/** What goes, in its order, and what stays behind with its data. */
export function renderRemoval(removals: readonly StackRemoval[], shared: readonly LiveStack[]): string {
  const width = Math.max(0, ...removals.map(({ stack }) => stack.name.length));
  return [
    section(
      'Goes, in this order',
      removals.map(
        ({ stack, resources, stays }) =>
          `  ${colors.red('-')} ${stack.name.padEnd(width)}  ${counted(resources - stays.length, 'resource')} in ${stack.account}`,
      ),
    ),
    section(
      'Data that goes with it',
      removals.flatMap(({ goes }) => goes.map((change) => `  ${colors.red('-')} ${describe(change)}`)),
    ),
    section(
      'Stays',
      [
        ...removals.flatMap(({ stays }) => stays.map(describe)),
        ...shared.map(({ name, account }) => `${name}: other domains share the account ${account}`),
      ].map((line) => `  ${colors.green('·')} ${line}`),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function describe({ type, name, data }: PlannedChange): string {
  return `${type} ${visibleText(name)}${data ? ` with ${data.holds}` : ''}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [colors.bold(title), ...lines].join('\n');
}
