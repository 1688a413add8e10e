import { NEAR, TEMPLATE_LIMITS } from '../core/template-limits/template-limits.ts';
import type { TemplateRule } from '../core/template-rules/template-rule.ts';
import { TEMPLATE_RULES } from '../core/template-rules/template-rules.ts';
import { code, GENERATED, row } from './markdown.ts';

/** Groups of rules by what their id begins with, in the order of the page. */
const GROUPS: readonly (readonly [prefix: string, title: string])[] = [
  ['S3', 'Buckets, and what is kept'],
  ['D', 'Tables of DynamoDB'],
  ['LG', 'Log groups'],
  ['K', 'Keys'],
  ['G', 'The catalog'],
  ['A', 'Athena'],
  ['L', 'Lake Formation'],
  ['F', 'Functions'],
  ['SF', 'State machines'],
  ['M', 'Topics, queues, buses, and the services that policies let in'],
  ['I', 'Roles and policies'],
];

export function renderTemplateRules(): string {
  return [
    '# Rules and limits of templates',
    GENERATED,
    'Every `cdk synth` holds the templates that it wrote to these rules and limits before anything is deployed, whatever made the resources. How to add one, or to except one resource: [add a rule](../how-to/add-a-template-rule.md).',
    'Rules look at resolved templates. A value that comes from a parameter or another stack is not proven, and what is not proven breaks the rule. Declared grants are read from the documents that lie beside the templates. `cdk-nag` (AwsSolutions, NIST 800-53 R5) and the CDK’s own validation run beside them.',
    ...GROUPS.flatMap(([prefix, title]) => [`## ${title}`, rulesTable(rulesOf(prefix))]),
    '## Limits',
    `What AWS bounds is counted, with a warning from ${NEAR * 100} % on; beyond the bound synthesis ends. A role reads a table through one subscription (\`DuplicateSubscription\`), so that Lake Formation’s bounds of filters (10 per grant, 100 per principal and table) cannot be reached; lengths of names are checked by \`mesh validate\` (\`NameTooLong\`).`,
    limitsTable(),
  ]
    .join('\n\n')
    .concat('\n');
}

function rulesOf(prefix: string): readonly TemplateRule[] {
  return TEMPLATE_RULES.filter(({ id }) => id.split('-', 1)[0] === prefix);
}

function rulesTable(rules: readonly TemplateRule[]): string {
  return [
    '| rule | what must be true | fix | because |',
    '|---|---|---|---|',
    ...rules.map(({ id, statement, fix, source }) => row(code(id), statement, fix, source)),
  ].join('\n');
}

function limitsTable(): string {
  return [
    '| limit | most | of what | fix |',
    '|---|---|---|---|',
    ...TEMPLATE_LIMITS.map(({ id, max, what, fix, source }) =>
      row(code(id), `[${max.toLocaleString('en')}](${source})`, what, fix),
    ),
  ].join('\n');
}
