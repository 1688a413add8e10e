import type { Question, Who } from './question.ts';

/** Checklist 15: how strongly a resource's policy grants. */
export type Strength = 'everyone' | 'itself' | 'role' | 'account';

export const STRENGTHS: readonly Strength[] = ['everyone', 'itself', 'role', 'account'];

type Names = ReadonlySet<Strength | 'maybe'>;

/** Checklist 20: every way in which an element names who asks. */
export function namesOf(element: unknown, { principal }: Question): Names {
  if (element === '*') return new Set(['everyone']);
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return new Set(['maybe']);
  const names = new Set<Strength | 'maybe'>();
  for (const [type, value] of Object.entries(element)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of list) {
      const named = typeof one === 'string' ? nameOf(type, one, principal) : 'maybe';
      if (named) names.add(named);
    }
  }
  return names;
}

function nameOf(type: string, name: string, who: Who): Strength | 'maybe' | undefined {
  if (type === 'Service' || type === 'Federated') {
    if (name.includes('*') || name.includes('?')) return 'maybe';
    if (type === 'Service') return who.kind === 'service' && who.service === name ? 'itself' : undefined;
    return who.kind === 'federated' && who.provider === name ? 'itself' : undefined;
  }
  if (type !== 'AWS') return 'maybe';
  if (name === '*') return who.kind === 'service' || who.kind === 'federated' ? 'maybe' : 'everyone';
  const [, id, rootOf] = /^(?:(\d{12})|arn:aws:iam::(\d{12}):root)$/.exec(name) ?? [];
  const account = id ?? rootOf;
  if (account !== undefined) return 'accountId' in who && who.accountId === account ? 'account' : undefined;
  if (/^(AROA|AIDA|AGPA)[A-Z0-9]+$/.test(name)) return undefined;
  const isExact = /^arn:aws:(iam::\d{12}:(role|user)|sts::\d{12}:assumed-role)\/.+$/.test(name);
  if (!isExact || name.includes('*') || name.includes('?')) return 'maybe';
  if (who.kind === 'user' && who.arn === name) return 'itself';
  if (who.kind === 'role' && who.sessionArn === name) return 'itself';
  return who.kind === 'role' && who.arn === name ? 'role' : undefined;
}

/** Checklist 4: NotPrincipal spares a session only where session, role and account are all listed. */
export function isSpared(names: Names, who: Who): boolean {
  if (names.has('everyone')) return true;
  const needed: readonly Strength[] =
    who.kind === 'role'
      ? ['itself', 'role', 'account']
      : who.kind === 'user'
        ? ['itself', 'account']
        : who.kind === 'root'
          ? ['account']
          : ['itself'];
  return needed.every((one) => names.has(one));
}
