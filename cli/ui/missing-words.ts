import type { AccessExplanation } from '../../core/access/explain/explain-access.ts';
import type { Missing } from '../../core/access/explain/missing.ts';
import type { PathStep } from '../../core/access/explain/path-step.ts';
import type { Decision } from '../../core/access/iam/decision.ts';
import type { PolicyKind } from '../../core/access/iam/policy.ts';
import { assertNever } from '../../core/errors/invariant.ts';

/** What is missing on the way of a query, in a sentence. */
export function missingWords(missing: Missing, { principal, target }: AccessExplanation): string {
  switch (missing.kind) {
    case 'grant':
      return `Lake Formation: nothing grants ${principal.name} SELECT on ${target.name}`;
    case 'closed-grant':
      return `Lake Formation: ${closedWords(missing)}`;
    case 'step':
      return stepWords(missing.step, principal.name);
    default:
      return assertNever(missing);
  }
}

function closedWords({ because, grant }: Missing & { readonly kind: 'closed-grant' }): string {
  switch (because.kind) {
    case 'no-select':
      return `it is granted ${grant.permissions.join(', ')}, but not SELECT`;
    case 'filter-gone':
      return `its grant is on the data cells filter ${because.filter}, which is not there`;
    case 'filter-refused':
      return `its filter ${because.filter} cannot be read: ${because.message}`;
    case 'no-columns':
      return 'its grant names no column that the table has';
    case 'tags-differ':
      return 'its grant is on tags that the table does not have';
    default:
      return assertNever(because);
  }
}

/** `IAM: its policies and its boundary do not allow glue:GetTable on …` */
export function stepWords(step: PathStep, reader: string): string {
  switch (step.kind) {
    case 'iam': {
      const who = step.principal.endsWith(`-${reader}`) ? '' : ` ${step.principal.split('/').at(-1)}:`;
      return `IAM:${who} ${decisionWords(step.decision, step)}`;
    }
    case 'absent':
      return absentWords(step);
    case 'link':
      return `Lake Formation: it may not describe ${step.database}, the link to the table in account ${step.account}`;
    default:
      return assertNever(step);
  }
}

function absentWords({ what, where }: PathStep & { readonly kind: 'absent' }): string {
  switch (what) {
    case 'database':
      return `Glue: no database of its account ${where} leads to the table; the first subscription brings a link`;
    case 'workgroup':
      return `Athena: its account ${where} has no workgroup`;
    default:
      return `nothing is known of the ${what} ${where}`;
  }
}

type Asked = { readonly action: string; readonly resource: string };

export function decisionWords(decision: Decision, { action, resource }: Asked): string {
  const what = `${action}${resource === '*' ? '' : ` on ${shortResource(resource)}`}`;
  if (decision.kind === 'allowed') return `${what} is allowed`;
  if (decision.reason === 'implicit') {
    const [perhaps] = decision.unsupported;
    if (perhaps) return `whether ${what} is allowed depends on ${perhaps.what}, which nobody knows here`;
    const [first = 'nothing', ...more] = decision.missing.map((kind) => POLICIES[kind]);
    return more.length === 0
      ? `${first} does not allow ${what}`
      : `neither ${[first, ...more].join(' nor ')} allows ${what}`;
  }
  const { by } = decision;
  const statement = by.sid ?? `statement ${by.index + 1}`;
  return decision.reason === 'explicit-deny'
    ? `${POLICIES[by.kind]} denies ${what} (${by.policy}, ${statement})`
    : `${POLICIES[by.kind]} may deny ${what} (${by.policy}, ${statement}): ${decision.what} is not understood`;
}

const POLICIES: Readonly<Record<PolicyKind, string>> = {
  identity: 'its own policy',
  boundary: 'its boundary',
  session: 'the session policy',
  resource: 'the policy of the resource',
  scp: 'the organization’s SCP',
  rcp: 'the organization’s RCP',
  endpoint: 'the policy of the VPC endpoint',
  'key-grant': 'a grant on the key',
};

/** Without what every ARN has. */
function shortResource(arn: string): string {
  const [, , service = '', , account = '', ...rest] = arn.split(':');
  const name = rest.join(':');
  return service === 's3' ? `s3://${name}` : `${name} of ${account}`;
}
