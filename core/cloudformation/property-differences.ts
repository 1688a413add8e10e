import type { ResolvedProperties } from './diff-properties.ts';
import { isRecord } from './intrinsic.ts';

/** One property of a resource that is not what its template says. */
export type PropertyDifference = {
  /** `/BucketEncryption/ServerSideEncryptionConfiguration` */
  readonly path: string;
  readonly kind: 'NOT_EQUAL' | 'REMOVE';
  readonly expected: unknown;
  readonly actual: unknown;
};

/**
 * Compares what a template asks for with what is there. What the template leaves open is not compared, nor what could
 * not be read; lists have no order, since services keep theirs.
 */
export function propertyDifferences(
  expected: ResolvedProperties,
  actual: ResolvedProperties,
): readonly PropertyDifference[] {
  const names = Object.keys(expected).filter((name) => name in actual);
  return names.flatMap((name) => differences(expected[name], actual[name], `/${name}`));
}

function differences(expected: unknown, actual: unknown, path: string): readonly PropertyDifference[] {
  if (isMet(expected, actual)) return [];
  if (isRecord(expected) && isRecord(actual)) {
    return Object.keys(expected).flatMap((name) =>
      differences(expected[name], actual[name], `${path}/${name}`),
    );
  }
  return [{ path, kind: isEmpty(actual) ? 'REMOVE' : 'NOT_EQUAL', expected, actual }];
}

function isMet(expected: unknown, actual: unknown): boolean {
  if (isEmpty(expected)) return isEmpty(actual);
  if (Array.isArray(expected) || Array.isArray(actual)) return isSameList(listed(expected), listed(actual));
  if (isRecord(expected)) {
    return isRecord(actual) && Object.keys(expected).every((name) => isMet(expected[name], actual[name]));
  }
  // Templates write numbers and booleans as texts, too.
  return !isRecord(actual) && String(expected) === String(actual);
}

function isSameList(expected: readonly unknown[], actual: readonly unknown[]): boolean {
  if (expected.length !== actual.length) return false;
  const left = [...actual];
  return expected.every((item) => {
    const found = left.findIndex((other) => isMet(item, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

/** A policy writes one item with or without a list. */
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
