import { type CelInput, celEnv, isCelError, isCelList, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';

/** What an expression sees; plain JSON only. */
export type Bindings = Readonly<Record<string, unknown>>;
export type Expression = (bindings: Bindings) => unknown;

/** Its `matches` is RE2, in linear time: expressions are written by domains, too. */
const environment = celEnv({ funcs: strings });

/** Parsing costs milliseconds, and the same expression stands in a check, its examples and other policies. */
const parsed = new Map<string, Expression>();
/** More than any law has; beyond it expressions are parsed anew. */
const PARSED_MAX = 1_000;

/** Parses an expression; throws where its syntax is wrong. */
export function compileExpression(source: string): Expression {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const made = parseExpression(source);
  if (parsed.size < PARSED_MAX) parsed.set(source, made);
  return made;
}

function parseExpression(source: string): Expression {
  const evaluate = plan(environment, parse(source));
  return (bindings) => {
    // Subjects are made by us of plain JSON, which CEL takes as it is.
    const result = evaluate(bindings as Record<string, CelInput>);
    if (isCelError(result)) throw result;
    return result;
  };
}

/** A condition; anything but true or false is an error. Without one, all is meant. */
export function compileCondition(source: string | undefined): (bindings: Bindings) => boolean {
  if (source === undefined) return () => true;
  const expression = compileExpression(source);
  return (bindings) => {
    const result = expression(bindings);
    if (typeof result === 'boolean') return result;
    throw new TypeError('the expression is neither true nor false');
  };
}

/** An expression that returns offenders: a list of texts, or of such lists. */
export function compileOffenders(source: string): (bindings: Bindings) => readonly string[] {
  const expression = compileExpression(source);
  return (bindings) => {
    const result = expression(bindings);
    if (!isCelList(result)) throw new TypeError('the expression returns no list of offenders');
    return texts(result);
  };
}

function texts(list: Iterable<unknown>): string[] {
  const found: string[] = [];
  for (const element of list) {
    if (typeof element === 'string') found.push(element);
    else if (isCelList(element)) found.push(...texts(element));
    else throw new TypeError('an offender is a text');
  }
  return found;
}
