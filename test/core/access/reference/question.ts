/** Everything that the reference interpreter is told, as plain JSON: documents are read where they are asked. */
export type Question = {
  readonly principal: Who;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly mustAllowByResource: boolean;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Lower-case keys that the request may have. */
  readonly mayHave: readonly string[];
  readonly policies: Policies;
};

export type Who =
  | { readonly kind: 'role'; readonly arn: string; readonly sessionArn: string; readonly accountId: string }
  | { readonly kind: 'user'; readonly arn: string; readonly accountId: string }
  | { readonly kind: 'root'; readonly accountId: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' };

export type Policies = {
  readonly identity: readonly unknown[];
  readonly boundary?: unknown;
  readonly session?: readonly unknown[];
  readonly scps?: readonly (readonly unknown[])[];
  readonly rcps?: readonly (readonly unknown[])[];
  readonly managementAccount?: string;
  readonly resource?: unknown;
  readonly endpoint?: unknown;
  readonly keyGrants?: readonly {
    readonly id: string;
    readonly grantee: string;
    readonly operations: readonly string[];
    readonly encryptionContext?: {
      readonly pairs: Readonly<Record<string, string>>;
      readonly isWhole: boolean;
    };
  }[];
};

export type Answer = 'yes' | 'no' | 'maybe';

/** Tells a test what was decided on the way, so that it can count what it covered. */
export type Trace = (what: string) => void;

export function flip(answer: Answer): Answer {
  if (answer === 'maybe') return 'maybe';
  return answer === 'yes' ? 'no' : 'yes';
}

export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('maybe') ? 'maybe' : 'yes';
}

export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('maybe') ? 'maybe' : 'no';
}
