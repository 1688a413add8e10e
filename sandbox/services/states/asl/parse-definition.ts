import type { z } from 'zod';
import { AwsError } from '../../../cloud/aws-error.ts';
import { type Branch, Definition, type State } from './definition.ts';
import { compileExpression, isExpression } from './expression.ts';

/** AWS's limit on the length of a definition. */
const DEFINITION_BYTES_MAX = 1_048_576;

export type ParseOptions = {
  /** Whether the sandbox can run a task's `Resource`. */
  readonly isResource: (resource: string) => boolean;
};

/** Reads a definition and refuses, with all findings at once, what the engine would not run as AWS does. */
export function parseDefinition(text: string, options: ParseOptions): Definition {
  if (Buffer.byteLength(text) > DEFINITION_BYTES_MAX)
    refuse([`it is larger than ${DEFINITION_BYTES_MAX} bytes`]);
  const json = parseJson(text);
  refuseJsonPath(json);
  const parsed = Definition.safeParse(json);
  if (!parsed.success) refuse(parsed.error.issues.flatMap(flatten).map(describe));
  const findings = branchFindings(parsed.data, '', options);
  if (findings.length > 0) refuse(findings);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse([error instanceof Error ? error.message : 'it is not JSON']);
  }
}

/** One message instead of one for each JSONPath field. */
function refuseJsonPath(json: unknown): void {
  if (Object(json).QueryLanguage === 'JSONata') return;
  refuse([
    'the sandbox runs JSONata only: set "QueryLanguage": "JSONata" at the top (JSONPath is not offered)',
  ]);
}

function branchFindings(branch: Branch | Definition, path: string, options: ParseOptions): readonly string[] {
  const names = new Set(Object.keys(branch.States));
  const missing = (target: string | undefined, at: string): readonly string[] =>
    target === undefined || names.has(target)
      ? []
      : [`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${target} at ${at}`];
  return [
    ...missing(branch.StartAt, `${path}/StartAt`),
    ...Object.entries(branch.States).flatMap(([name, state]) => {
      const at = `${path}/States/${name}`;
      return [
        ...targets(state).flatMap((target) => missing(target, at)),
        ...stateFindings(state, at, options),
        ...nested(state).flatMap(([key, inner]) => branchFindings(inner, `${at}/${key}`, options)),
      ];
    }),
  ];
}

function targets(state: State): readonly (string | undefined)[] {
  const caught = 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  if (state.Type === 'Choice') return [state.Default, ...state.Choices.map(({ Next }) => Next)];
  return 'Next' in state ? [state.Next, ...caught] : caught;
}

function nested(state: State): readonly (readonly [string, Branch])[] {
  if (state.Type === 'Map') return [['ItemProcessor', state.ItemProcessor]];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((branch, at) => [`Branches[${at}]`, branch] as const);
}

function stateFindings(state: State, at: string, { isResource }: ParseOptions): readonly string[] {
  const findings = [...expressionFindings(ownFields(state), at)];
  const flows = state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail';
  if (flows && (state.Next === undefined) === (state.End === undefined)) {
    findings.push(`${at} must have exactly one of "Next" and "End"`);
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    findings.push(`${at} must have exactly one of "Seconds" and "Timestamp"`);
  }
  if (state.Type === 'Task' && !isResource(state.Resource)) {
    findings.push(
      `${at}: the sandbox does not offer the task ${state.Resource}; add it in sandbox/services/states/tasks/`,
    );
  }
  return findings;
}

/** Nested states are looked at on their own. */
function ownFields(state: State): unknown {
  const {
    Branches: _,
    ItemProcessor: __,
    ...own
  } = { Branches: undefined, ItemProcessor: undefined, ...state };
  return own;
}

function expressionFindings(value: unknown, at: string): readonly string[] {
  if (isExpression(value)) {
    try {
      compileExpression(value);
      return [];
    } catch (error) {
      return [`${at}: ${Object(error).message ?? error} in the expression ${value}`];
    }
  }
  if (typeof value === 'string' && /^\s*\{%|%\}\s*$/.test(value)) {
    return [
      `${at}: ${JSON.stringify(value)} is neither an expression nor plain text: {% and %} must be its ends`,
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => expressionFindings(each, `${at}/${key}`));
}

type Issue = z.core.$ZodIssue;

function flatten(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [first = []] = issue.errors;
  return first.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function describe({ path, message }: Issue): string {
  return `SCHEMA_VALIDATION_FAILED: ${message} at /${path.join('/')}`;
}

const FINDINGS_MAX = 10;

function refuse(findings: readonly string[]): never {
  const shown = findings.slice(0, FINDINGS_MAX).join('; ');
  const more = findings.length > FINDINGS_MAX ? ` and ${findings.length - FINDINGS_MAX} more` : '';
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${shown}${more}'`);
}
