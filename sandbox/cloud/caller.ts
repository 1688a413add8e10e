/** Who makes a call. */
export type Principal =
  /** An assumed IAM role; `arn` is the role's ARN, not the session's. */
  | { readonly kind: 'role'; readonly arn: string; readonly sessionName: string }
  /** An AWS service acting for itself, for example `events.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string }
  /** The account's root: what the sandbox itself does for its operator. */
  | { readonly kind: 'root' };

export type Caller = {
  readonly principal: Principal;
  readonly accountId: string;
  readonly region: string;
  /** ARN of the resource for which a service calls (`aws:SourceArn`). */
  readonly sourceArn?: string;
  /** The service through which a role's call comes (`aws:CalledVia`, `kms:ViaService`). */
  readonly viaService?: string;
};

/** The session ARN that AWS shows for a caller. */
export function callerArn(caller: Caller): string {
  switch (caller.principal.kind) {
    case 'role': {
      const [account, name] = roleParts(caller.principal.arn);
      return `arn:aws:sts::${account}:assumed-role/${name}/${caller.principal.sessionName}`;
    }
    case 'service':
      return caller.principal.service;
    case 'root':
      return `arn:aws:iam::${caller.accountId}:root`;
  }
}

function roleParts(arn: string): readonly [account: string, name: string] {
  const [, , , , account = '', resource = ''] = arn.split(':');
  return [account, resource.slice(resource.lastIndexOf('/') + 1)];
}
