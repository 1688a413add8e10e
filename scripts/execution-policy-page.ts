import { executionStatements } from '../core/access/execution/execution-policy.ts';
import type { ExecutionStatement } from '../core/access/execution/execution-statement.ts';
import { code, GENERATED } from './markdown.ts';

const EXAMPLE = {
  mesh: 'aviation',
  environment: 'prod',
  account: '222222222222',
  region: 'eu-west-1',
};

const SUBJECTS: Readonly<Record<string, string>> = {
  storage: 'Buckets, keys, tables, parameters and secrets',
  compute: 'Functions, state machines, events, schedules and their logs',
  catalog: 'Databases and tables, Lake Formation, workgroups',
  identity: 'Roles and boundaries',
  monitoring: 'Queues, topics, alarms, objectives and dashboards',
};

/** The execution policy in words, for who reviews it. */
export function renderExecutionPolicy(): string {
  const groups = Object.entries(executionStatements(EXAMPLE));
  return [
    '# Execution policy',
    GENERATED,
    `What CloudFormation may do in an account, in place of \`AdministratorAccess\`: the documents that \`bin/mesh execution-policy\` writes, here for the account ${EXAMPLE.account} of the mesh \`${EXAMPLE.mesh}\` in the environment \`${EXAMPLE.environment}\`. How they come into force, and what they do not prevent: [bootstrap with least privilege](../how-to/bootstrap-with-least-privilege.md). The source is [\`core/access/execution/\`](../../core/access/execution).`,
    ...groups.flatMap(([group, statements]) => [
      `## ${SUBJECTS[group] ?? group}`,
      `Policy \`${EXAMPLE.mesh}-${EXAMPLE.environment}-execution-${group}\`.`,
      ...statements.map(renderStatement),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function renderStatement({ sid, types, actions, resources, conditions }: ExecutionStatement): string {
  const made = types.length === 0 ? 'every template' : list(types);
  return [
    `### ${sid}`,
    '',
    `- for ${made}`,
    `- may ${list(actions.toSorted())}`,
    `- on ${list(resources)}`,
    ...(conditions ? [`- where \`${JSON.stringify(conditions)}\``] : []),
  ].join('\n');
}

const list = (names: readonly string[]): string => names.map(code).join(', ');
