import { isRecord } from '../cloudformation/intrinsic.ts';
import type { Offence, RuleResource } from './template-rule.ts';

type Properties = Readonly<Record<string, unknown>>;

const FOUND_LENGTH_MAX = 160;

/** The value at a path such as `BucketEncryption.ServerSideEncryptionConfiguration.0`. */
export function property(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => {
    if (Array.isArray(part)) return part[Number(key)];
    return isRecord(part) ? part[key] : undefined;
  }, value);
}

/** The objects of a list; one object alone counts as a list of it. */
export function records(value: unknown): readonly Properties[] {
  return listOf(value).filter(isRecord);
}

/** The texts of a list; one text alone counts as a list of it. */
export function texts(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

export function offence(at: string, found: unknown): Offence {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  return { at, found: text.length > FOUND_LENGTH_MAX ? `${text.slice(0, FOUND_LENGTH_MAX)}…` : text };
}

/** No offence where the property has the value; CloudFormation takes `"true"` for `true`. */
export function mustBe(
  resource: RuleResource,
  path: string,
  wanted: string | number | boolean,
): readonly Offence[] {
  const found = property(resource.properties, path);
  if (found === wanted || (typeof found === 'string' && found === String(wanted))) return [];
  return [offence(path, found)];
}

/** No offence where the property is absent or has the value. */
export function mayOnlyBe(
  resource: RuleResource,
  path: string,
  wanted: string | number | boolean,
): readonly Offence[] {
  return property(resource.properties, path) === undefined ? [] : mustBe(resource, path, wanted);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
