import { type ResolveScope, resolveValue } from './resolve-value.ts';
import type { Template } from './template.ts';
import { templateError } from './template-error.ts';

/** Looks conditions up by name, each resolved once; a condition that needs itself is refused. */
export function conditionLookup(
  template: Template,
  scope: Omit<ResolveScope, 'condition'>,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const open: string[] = [];
  const lookup = (name: string): boolean => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const where = `Conditions.${name}`;
    if (open.includes(name)) throw templateError(where, `circular: ${[...open, name].join(' → ')}`);
    const condition = template.Conditions?.[name];
    if (condition === undefined) throw templateError(where, 'no such condition');
    open.push(name);
    const value = resolveValue(condition, { ...scope, condition: lookup }, where);
    open.pop();
    if (typeof value !== 'boolean')
      throw templateError(where, `is not a condition: ${JSON.stringify(value)}`);
    known.set(name, value);
    return value;
  };
  return lookup;
}
