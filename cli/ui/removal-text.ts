import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { PlannedChange } from '../../core/cloudformation/planned-change.ts';
import type { StackRemoval } from '../commands/destroy.ts';
import type { LiveStack } from '../deploy/live-stacks.ts';
import { counted } from './numbers.ts';
import { colors } from './output.ts';

const SAME_TYPE_SHOWN_MAX = 5;

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
      describeAll(removals.flatMap(({ goes }) => goes)).map((line) => `  ${colors.red('-')} ${line}`),
    ),
    section(
      'Stays',
      [
        ...describeAll(removals.flatMap(({ stays }) => stays)),
        ...shared.map(({ name, account }) => `${name}: other domains share the account ${account}`),
      ].map((line) => `  ${colors.green('·')} ${line}`),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Each by name, unless there are many of a type: a domain has a log group per function. */
function describeAll(changes: readonly PlannedChange[]): readonly string[] {
  const types = [...new Set(changes.map(({ type }) => type))];
  return types.flatMap((type) => {
    const same = changes.filter((change) => change.type === type);
    const [first] = same;
    if (!first || same.length <= SAME_TYPE_SHOWN_MAX) return same.map(describe);
    return [`${same.length} × ${type}, among them ${describe(first)}`];
  });
}

function describe({ type, name, data }: PlannedChange): string {
  return `${type} ${visibleText(name)}${data ? ` with ${data.holds}` : ''}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [colors.bold(title), ...lines].join('\n');
}
