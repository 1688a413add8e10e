import { notUnderstood } from '../../../core/access/iam/not-understood.ts';
import { compiledPolicy } from '../../../core/access/iam/policy-cache.ts';
import { malformedPolicy } from './iam-error.ts';

const KINDS = {
  identity: { charactersMax: 10_240, needs: 'resource', forbids: 'principal' },
  managed: { charactersMax: 6_144, needs: 'resource', forbids: 'principal' },
  trust: { charactersMax: 2_048, needs: 'principal', forbids: 'resource' },
} as const;

/** Accepts a policy document as IAM does; what the evaluator would not understand is refused here already. */
export function checkDocument(text: string | undefined, kind: keyof typeof KINDS): string {
  const rules = KINDS[kind];
  if (text === undefined || text === '') throw malformedPolicy('The policy document is empty.');
  // IAM does not count white space.
  const characters = text.replaceAll(/\s/g, '').length;
  if (characters > rules.charactersMax) {
    throw malformedPolicy(`The policy has ${characters} characters; ${rules.charactersMax} are allowed.`);
  }
  const policy = compiledPolicy(text);
  const unknown = notUnderstood(policy);
  if (unknown) {
    throw malformedPolicy(`${unknown.statement}: the sandbox does not understand ${unknown.what}`);
  }
  for (const statement of policy.statements) {
    if (statement[rules.forbids])
      throw malformedPolicy(`Policy document should not specify a ${rules.forbids}.`);
    if (!statement[rules.needs]) throw malformedPolicy(`Policy statement must contain ${rules.needs}s.`);
  }
  return text;
}
