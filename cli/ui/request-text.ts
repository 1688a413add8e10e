import { personKey } from '../../core/spec/subscription-state.ts';
import type { RequestedAccess } from '../commands/request.ts';
import { colors } from './output.ts';

type Asked = RequestedAccess & { readonly kind: 'asked' };

/** What was asked for, what it waits for, and the commands that bring it to whoever decides. */
export function requestText(asked: Asked): string {
  const { file, isUnchanged } = asked;
  return [
    isUnchanged ? `${file} says this already` : `wrote ${file}`,
    `${whatIsAsked(asked)}; ${whatItWaitsFor(asked)}`,
    '',
    colors.bold('next:'),
    ...nextCommands(asked).map((line) => `  ${line}`),
  ].join('\n');
}

function whatIsAsked({ subscription, columnsOfTable, product }: Asked): string {
  const { consumer, roles, columns, rows, expires, classification, table } = subscription;
  const some =
    columns.length === columnsOfTable ? `all ${columnsOfTable}` : `${columns.length} of ${columnsOfTable}`;
  const where = rows === undefined ? '' : ` where ${rows}`;
  const what = `${some} columns (${classification ?? 'not classified'}) of ${product.split('.')[0]}.${table}${where}`;
  return `${roles.map((role) => `${consumer}-${role}`).join(', ')}: ${what}, until ${expires}`;
}

function whatItWaitsFor({ subscription, owner }: Asked): string {
  const { approvals, requestedBy = '' } = subscription;
  const rule = approvals.policies.length === 0 ? '' : ` by policy ${approvals.policies.join(', ')}`;
  if (approvals.needed === 0) return `it needs no approval${rule}`;
  const people =
    approvals.needed === 1
      ? 'a person who did not ask has'
      : `${approvals.needed} people who did not ask have`;
  const who = personKey(owner) === personKey(requestedBy) ? '' : ` for ${owner}`;
  return `it grants nothing until ${people} approved it${who}${rule}`;
}

function nextCommands({ file, subscription, product }: Asked): readonly string[] {
  const branch = `access/${product.replace('.', '-')}-${subscription.name}`;
  const message = `Ask for access of ${subscription.consumer} to ${product}`;
  const commands = [
    `git switch -c ${branch}`,
    `git add ${file} && git commit -m "${message}"`,
    'open a pull request',
  ];
  if (subscription.state === 'live') return commands;
  return [...commands, `who decides runs there: bin/mesh approve ${file} (or bin/mesh deny)`];
}
