import { RESOURCES_MAX, TEMPLATE_BYTES_MAX } from '../../core/cloudformation/template-limits.ts';
import type { AssemblyStack } from '../deploy/assembly.ts';
import { bytes, grouped } from './numbers.ts';
import { colors } from './output.ts';
import { renderTable } from './table.ts';

/** From here on a stack is worth splitting: a few more roles may be too many. */
const SHARE_WARNED = 0.8;

/** How much of CloudFormation's limits a stack uses, by the limit that it is nearest to: 1 is full. */
export function shareOfLimits({ resources, templateBytes }: AssemblyStack): number {
  return Math.max(resources / RESOURCES_MAX, templateBytes / TEMPLATE_BYTES_MAX);
}

/** The table of `mesh synth`. */
export function renderStacks(stacks: readonly AssemblyStack[]): string {
  return renderTable(
    [
      { title: 'STACK' },
      { title: 'ACCOUNT' },
      { title: 'RESOURCES', align: 'right' },
      { title: 'TEMPLATE', align: 'right' },
      { title: 'OF LIMITS', align: 'right' },
    ],
    stacks.map((stack) => [
      stack.path,
      stack.account,
      grouped(stack.resources),
      bytes(stack.templateBytes),
      share(shareOfLimits(stack)),
    ]),
  );
}

function share(of: number): string {
  const text = `${Math.round(of * 100)} %`;
  return of >= SHARE_WARNED ? colors.yellow(text) : text;
}
