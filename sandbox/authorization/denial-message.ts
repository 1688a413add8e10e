import type { Decision, StatementRef } from '../../core/access/iam/decision.ts';
import type { PolicyKind } from '../../core/access/iam/policy.ts';
import { type Caller, callerArn } from '../cloud/caller.ts';
import type { AuthorizationRequest } from '../cloud/operation.ts';

const KINDS: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  endpoint: 'VPC endpoint policy',
  'key-grant': 'grant on the key',
};

/** AWS's sentence for a denial, with the statement that decided where one did. */
export function denialMessage(
  caller: Caller,
  request: AuthorizationRequest,
  denied: Decision & { readonly kind: 'denied' },
): string {
  const { action, resource } = request;
  const beginning = `User: ${callerArn(caller)} is not authorized to perform: ${action} on resource: ${resource}`;
  return `${beginning} ${reason(action, denied)}`;
}

function reason(action: string, denied: Decision & { readonly kind: 'denied' }): string {
  switch (denied.reason) {
    case 'explicit-deny':
      return `with an explicit deny in ${article(denied.by.kind)} (${place(denied.by)})`;
    case 'unsupported':
      return `because the sandbox does not understand ${denied.what} (${place(denied.by)})`;
    case 'implicit': {
      const [first = 'identity'] = denied.missing;
      const skipped = denied.unsupported.map(
        ({ by, what }) => `; ${place(by)} was left out: the sandbox does not understand ${what}`,
      );
      return `because no ${KINDS[first]} allows the ${action} action${skipped.join('')}`;
    }
  }
}

function article(kind: PolicyKind): string {
  return `${kind === 'identity' ? 'an' : 'a'} ${KINDS[kind]}`;
}

const place = ({ policy, index, sid }: StatementRef): string => `${policy}, ${sid ?? `statement ${index}`}`;
