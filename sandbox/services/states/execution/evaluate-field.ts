import { type Bindings, evaluate, wrongType } from '../asl/expression.ts';
import { place, type Visit } from './run.ts';

export async function evaluateNumber(
  visit: Visit,
  field: string,
  template: unknown,
  values: Bindings,
): Promise<number> {
  const value = await evaluate(template, values, place(visit, field));
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw wrongType(template, place(visit, field), 'number', value);
}

export async function evaluateText(
  visit: Visit,
  field: string,
  template: unknown,
  values: Bindings,
): Promise<string> {
  const value = await evaluate(template, values, place(visit, field));
  if (typeof value === 'string') return value;
  throw wrongType(template, place(visit, field), 'string', value);
}

export async function evaluateBoolean(
  visit: Visit,
  field: string,
  template: unknown,
  values: Bindings,
): Promise<boolean> {
  const value = await evaluate(template, values, place(visit, field));
  if (typeof value === 'boolean') return value;
  throw wrongType(template, place(visit, field), 'boolean', value);
}

/** The values of an `Assign`; nothing is assigned before the state ends. */
export async function evaluateAssign(
  visit: Visit,
  assign: Readonly<Record<string, unknown>> | undefined,
  values: Bindings,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (assign === undefined) return undefined;
  // The template is an object, so its value is one.
  return (await evaluate(assign, values, place(visit, 'Assign'))) as Readonly<Record<string, unknown>>;
}

/** The value of an `Output`, or what the state gives without one. */
export async function evaluateOutput(
  visit: Visit,
  output: unknown,
  values: Bindings,
  otherwise: unknown,
): Promise<unknown> {
  return output === undefined ? otherwise : await evaluate(output, values, place(visit, 'Output'));
}
