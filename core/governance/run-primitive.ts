import { type ApprovalTable, approvalsNeeded } from './approvals.ts';
import type { Check } from './policy.ts';
import { selectPath } from './select-path.ts';
import type { PolicySubject } from './subject.ts';

export type CheckContext = { readonly subject: PolicySubject /** ISO date. */; readonly today: string };

/** Returns the offenders; throws where the check itself cannot be evaluated. */
export type CompiledCheck = (context: CheckContext) => readonly string[];

/** A check that needs no expression language; `undefined` for the others. */
export function compilePrimitive(check: Check): CompiledCheck | undefined {
  const { required, oneOf, atMost, atLeast, length, excludes, notPast, approvals } = check;
  if (required !== undefined) return compileRequired([required].flat());
  if (oneOf !== undefined) return compileOneOf(oneOf);
  if (atMost !== undefined) return compileBound(atMost.path, (value) => value <= atMost.value);
  if (atLeast !== undefined) return compileBound(atLeast.path, (value) => value >= atLeast.value);
  if (length !== undefined) return compileLength(length);
  if (excludes !== undefined) return compileExcludes(excludes);
  if (notPast !== undefined) return compileNotPast(notPast);
  if (approvals !== undefined) return compileApprovals(approvals);
  return undefined;
}

/** Labels of the values at a path that are not good. */
export function offendersAt(
  path: string,
  subject: PolicySubject,
  isGood: (value: unknown) => boolean,
): string[] {
  return selectPath(path, subject)
    .filter(({ value }) => !isGood(value))
    .map(({ label }) => label);
}

function compileRequired(paths: readonly string[]): CompiledCheck {
  return ({ subject }) => paths.flatMap((path) => offendersAt(path, subject, isPresent));
}

function isPresent(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}

function compileOneOf({ path, values, valuesAt }: NonNullable<Check['oneOf']>): CompiledCheck {
  return ({ subject }) => {
    const allowed: readonly unknown[] =
      values ?? selectPath(valuesAt ?? '', subject).flatMap(({ value }) => value);
    return offendersAt(path, subject, (value) => allowed.includes(value));
  };
}

function compileBound(path: string, isWithin: (value: number) => boolean): CompiledCheck {
  return ({ subject }) => offendersAt(path, subject, (value) => typeof value === 'number' && isWithin(value));
}

function compileLength({ path, atLeast = 0, atMost }: NonNullable<Check['length']>): CompiledCheck {
  const isWithin = (length: number): boolean =>
    length >= atLeast && (atMost === undefined || length <= atMost);
  return ({ subject }) =>
    offendersAt(
      path,
      subject,
      (value) => (typeof value === 'string' || Array.isArray(value)) && isWithin(value.length),
    );
}

function compileExcludes({ path, text }: NonNullable<Check['excludes']>): CompiledCheck {
  return ({ subject }) =>
    [path].flat().flatMap((one) => offendersAt(one, subject, (value) => isWithout(value, text)));
}

const isWithout = (value: unknown, text: string): boolean =>
  typeof value === 'string' && !value.includes(text);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function compileNotPast(path: string): CompiledCheck {
  return ({ subject, today }) =>
    offendersAt(path, subject, (value) => typeof value === 'string' && DAY.test(value) && value >= today);
}

function compileApprovals(table: ApprovalTable): CompiledCheck {
  return ({ subject: { mesh, subscriptions } }) => {
    const silent = mesh.classifications.filter((name) => !Object.hasOwn(table, name));
    if (silent.length > 0) throw new TypeError(`approvals says nothing of ${silent.join(', ')}`);
    return subscriptions
      .filter(({ approvals, classification }) => approvals < approvalsNeeded(table, classification))
      .map(({ name }) => name);
  };
}
