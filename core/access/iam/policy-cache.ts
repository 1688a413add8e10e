import { compilePolicy } from './compile-policy.ts';
import type { Policy } from './policy.ts';

const POLICIES_MAX = 5_000;

const byText = new Map<string, Policy>();
const byDocument = new WeakMap<object, Policy>();

/** Compiles a policy (JSON text or parsed) the first time that it is seen. */
export function compiledPolicy(document: unknown): Policy {
  if (typeof document !== 'object' || document === null) return compiledText(String(document));
  const known = byDocument.get(document);
  if (known) return known;
  const policy = compiledText(JSON.stringify(document));
  byDocument.set(document, policy);
  return policy;
}

function compiledText(text: string): Policy {
  const known = byText.get(text);
  if (known) return known;
  const policy = compilePolicy(text);
  if (byText.size >= POLICIES_MAX) byText.clear();
  byText.set(text, policy);
  return policy;
}
