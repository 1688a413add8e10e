import type { Environment } from '../../core/spec/mesh.ts';
import { losses, type MeshPlan } from '../commands/plan.ts';
import type { StackComparison } from '../deploy/compare-stack.ts';
import type { GrantLine } from './grant-lines.ts';

const SIGNS: Record<GrantLine['kind'], string> = { gained: '➕', lost: '➖', changed: '✏️' };

/** The plan as a comment on a pull request: what needs a decision is open, the rest is folded. */
export function renderPlanMarkdown(
  plan: MeshPlan,
  lines: readonly GrantLine[],
  { name }: Pick<Environment, 'name'>,
): string {
  const changed = plan.stacks.filter(({ kind }) => kind !== 'unchanged');
  const lost = losses(plan).map(
    ({ stack, change }) =>
      `- **${code(stack.path)}: ${code(`${change.type} ${change.name}`)}**, ${change.act}: ${change.data?.holds ?? ''} ${change.data?.fate ?? ''}`,
  );
  return [
    `### Plan for ${name}: ${changed.length} of ${plan.stacks.length} stacks change`,
    block('#### ⚠️ Data at stake', lost),
    block(
      '#### Grants',
      lines.map(({ kind, text }) => `- ${SIGNS[kind]} ${inline(text)}`),
    ),
    block(
      '#### Grants that are not known',
      plan.unreadGrants.map(({ stack, reason }) => `- ${code(stack)}: ${inline(reason)}`),
    ),
    ...changed.map(folded),
    block(
      '#### Deployed, and declared no more',
      plan.undeclared.map(({ name: stack, account }) => `- ${code(stack)} in ${account}`),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function folded({ stack, kind, changes }: StackComparison): string {
  const title = kind === 'new' ? `new, ${stack.resources} resources` : `${changes.length} changes`;
  const rows = changes.map(
    ({ act, type, name, because }) =>
      `| ${act} | ${code(type)} | ${code(name)} | ${inline(because.join(', '))} |`,
  );
  const table = kind === 'new' ? [] : ['| | type | name | because |', '|---|---|---|---|', ...rows];
  return [
    `<details><summary><code>${escaped(stack.path)}</code>: ${title}</summary>`,
    table.join('\n'),
    '</details>',
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, '', ...lines].join('\n');
}

/** Text that Markdown must not read as its own. */
function inline(text: string): string {
  return escaped(text).replaceAll(/[\\`*_[\]|~]/g, '\\$&');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', ' ');
}

function code(text: string): string {
  return `\`${text.replaceAll(/[`|\n]/g, ' ')}\``;
}
