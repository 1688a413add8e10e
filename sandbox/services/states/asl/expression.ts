import jsonata from 'jsonata';
import { StatesError } from './states-error.ts';
import { statesFunctions } from './functions.ts';

/** Bounds of one evaluation: an expression is a user's program. */
const TIMEOUT_MS = 5_000;
const DEPTH_MAX = 500;
const SEQUENCE_MAX = 1_000_000;
const COMPILED_MAX = 2_000;

/** Values that an expression sees: `states` and the variables in scope, without `$`. */
export type Bindings = Readonly<Record<string, unknown>>;

/** Where an expression stands, for messages and the `EvaluationFailed` event. */
export type Place = { readonly state: string; readonly field: string; readonly now: Date };

export class QueryEvaluationError extends StatesError {
  readonly location: string;

  constructor(cause: string, location: string) {
    super('States.QueryEvaluationError', cause);
    this.location = location;
  }
}

/** Only a text that is `{% … %}` as a whole is an expression. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4;
}

/** The expression compiled; throws what is wrong with its syntax. */
export function compileExpression(text: string): jsonata.Expression {
  const found = compiled.get(text);
  if (found) return found;
  const options = { timeout: TIMEOUT_MS, stack: DEPTH_MAX, sequence: SEQUENCE_MAX };
  const expression = jsonata(text.slice(2, -2), options);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(text, expression);
  return expression;
}

const compiled = new Map<string, jsonata.Expression>();

/** A copy of a template with its expressions replaced by their values. */
export async function evaluate(template: unknown, bindings: Bindings, place: Place): Promise<unknown> {
  if (isExpression(template)) return await evaluateExpression(template, bindings, place);
  if (Array.isArray(template)) {
    const values: unknown[] = [];
    for (const [at, each] of template.entries())
      values.push(await evaluate(each, bindings, within(place, `[${at}]`)));
    return values;
  }
  if (typeof template !== 'object' || template === null) return template;
  const entries: [string, unknown][] = [];
  for (const [key, each] of Object.entries(template)) {
    entries.push([key, await evaluate(each, bindings, within(place, `/${key}`))]);
  }
  return Object.fromEntries(entries);
}

async function evaluateExpression(text: string, bindings: Bindings, place: Place): Promise<unknown> {
  let value: unknown;
  try {
    const scope = { ...bindings, ...statesFunctions(place.now) };
    value = await compileExpression(text).evaluate(undefined, scope);
  } catch (error) {
    throw failure(text, place, `threw an error during evaluation: ${described(error)}`);
  }
  const json = jsonText(value);
  if (json === undefined) throw failure(text, place, 'returned nothing (undefined)');
  return JSON.parse(json);
}

/** Sequences and functions are JSONata's own: only JSON leaves an expression. */
function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A function of JSONata refers to itself.
    return undefined;
  }
}

function failure(text: string, { state, field }: Place, what: string): QueryEvaluationError {
  return new QueryEvaluationError(
    `An error occurred while executing the state '${state}'. The JSONata expression '${text.slice(2, -2).trim()}' specified for the field '${field}' ${what}`,
    field,
  );
}

/** The error of a value that an expression gave, but of a type that the field does not take. */
export function wrongType(
  template: unknown,
  place: Place,
  expected: string,
  value: unknown,
): QueryEvaluationError {
  const shown = JSON.stringify(value).slice(0, 200);
  return failure(
    isExpression(template) ? template : `{%${JSON.stringify(template)}%}`,
    place,
    `returned an unexpected result type. Expected '${expected}', but was '${kindOf(value)}' for value: ${shown}`,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function described(error: unknown): string {
  // JSONata throws plain objects with code and message.
  const { code, message } = Object(error);
  return [code, message].filter((part) => part !== undefined).join(': ') || String(error);
}

function within(place: Place, step: string): Place {
  return { ...place, field: place.field + step };
}
