/** Names of the functions that a template may use; `Condition` stands only inside conditions. */
const FUNCTION = /^(Ref|Condition|Fn::[A-Za-z0-9:]+)$/;

export type Intrinsic = { readonly name: string; readonly argument: unknown };

/** Reads `{ "Fn::Join": … }`; an object with further keys, or with an ordinary key, is plain data. */
export function asIntrinsic(value: unknown): Intrinsic | undefined {
  if (!isRecord(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [name, argument] = entry;
  // `{ "Condition": { … } }` is an IAM statement's key; the reference to a condition is always a string.
  if (name === 'Condition' && typeof argument !== 'string') return undefined;
  return FUNCTION.test(name) ? { name, argument } : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
