import { CONDITION_MUTANTS } from '../test/core/access/prove/mutants/conditions.ts';
import { GLOB_MUTANTS } from '../test/core/access/prove/mutants/globs.ts';
import { GRANT_MUTANTS } from '../test/core/access/prove/mutants/grants.ts';
import { LAKE_MUTANTS } from '../test/core/access/prove/mutants/lake.ts';
import type { Expectation, Mutant } from '../test/core/access/prove/mutants/mutant.ts';
import { MUTANTS } from '../test/core/access/prove/mutants/mutants.ts';
import { PATH_MUTANTS } from '../test/core/access/prove/mutants/paths.ts';
import { POWER_MUTANTS } from '../test/core/access/prove/mutants/powers.ts';
import { RESOURCE_POLICY_MUTANTS } from '../test/core/access/prove/mutants/resource-policies.ts';
import { TRUST_MUTANTS } from '../test/core/access/prove/mutants/trusts.ts';
import { code, GENERATED, row } from './markdown.ts';

const GROUPS: readonly (readonly [title: string, mutants: readonly Mutant[]])[] = [
  ['Conditions', CONDITION_MUTANTS],
  ['Names and wildcards', GLOB_MUTANTS],
  ['What roles are given', POWER_MUTANTS],
  ['Who may act as whom', TRUST_MUTANTS],
  ['Policies of resources', RESOURCE_POLICY_MUTANTS],
  ['Lake Formation', LAKE_MUTANTS],
  ['Grants', GRANT_MUTANTS],
  ['Ways, and what is promised', PATH_MUTANTS],
];

export function renderWeakenings(): string {
  return [
    '# Weakenings that the proof is tried against',
    GENERATED,
    `Tests change what is synthesized in ${MUTANTS.length} ways and prove it again: [how](../concepts/proof.md#how-it-is-tested). Each kind fits many places. *More* means that at some of them somebody gets what no subscription gives, *less* that somebody loses what is promised, and that the proof is refuted there. At the other places, and where a reason stands, a second guard holds, and the proof shows that nothing of another domain is reached which was not before. To add one: [how](../how-to/add-a-mutant.md).`,
    ...GROUPS.flatMap(([title, mutants]) => [
      `## ${title}`,
      [
        '| weakening | what is changed | what it takes away | who gets what |',
        '|---|---|---|---|',
        ...mutants.map(({ id, title: what, weakens, expected }) =>
          row(code(id), what, weakens, inWords(expected)),
        ),
      ].join('\n'),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function inWords(expected: Expectation): string {
  switch (expected.kind) {
    case 'reachable':
      return 'more';
    case 'broken':
      return 'less';
    case 'inside':
      return 'the same, but for roles of the domain itself';
    case 'equivalent':
      return `the same: ${expected.because}`;
  }
}
