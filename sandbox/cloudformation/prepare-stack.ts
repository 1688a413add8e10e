import { activeResources } from '../../core/cloudformation/active-resources.ts';
import { checkRules } from '../../core/cloudformation/check-rules.ts';
import { conditionLookup } from '../../core/cloudformation/conditions.ts';
import { type DependencyGraph, resourceGraph } from '../../core/cloudformation/dependency-graph.ts';
import {
  givenParameters,
  resolveParameters,
  ssmParameterNames,
} from '../../core/cloudformation/parameters.ts';
import { pseudoParameters } from '../../core/cloudformation/pseudo-parameters.ts';
import type { ResolveScope } from '../../core/cloudformation/resolve-value.ts';
import type { ServiceCalls } from './service-calls.ts';
import type { StackInput } from './stack-input.ts';
import { deploymentHash } from './stack-state.ts';

/** SSM answers at most ten parameters a call. */
const SSM_BATCH = 10;

/** A template with its parameters and conditions decided, before any resource is touched. */
export type PreparedStack = {
  readonly input: StackInput;
  readonly stackId: string;
  readonly given: Readonly<Record<string, string>>;
  readonly hash: string;
  readonly condition: (name: string) => boolean;
  /** Resources whose condition holds, each with what must be made before it. */
  readonly graph: DependencyGraph;
  /** `Ref` of parameters and pseudo parameters. */
  readonly constants: Readonly<Record<string, unknown>>;
};

export async function prepareStack(
  input: StackInput,
  stackId: string,
  call: ServiceCalls,
): Promise<PreparedStack> {
  const given = givenParameters(input.template, input.parameters);
  const ssm = await ssmValues(call, ssmParameterNames(input.template, given));
  const parameters = resolveParameters(input.template, given, ssm);
  const constants = { ...parameters, ...pseudoParameters({ ...input, id: stackId }) };
  const scope: Omit<ResolveScope, 'condition'> = {
    ref: (name) => constants[name],
    attribute: () => undefined,
    mapping: (map, first, second) => input.template.Mappings?.[map]?.[first]?.[second],
  };
  const condition = conditionLookup(input.template, scope);
  checkRules(input.template, { ...scope, condition });
  const { template, tags } = input;
  return {
    input,
    stackId,
    given,
    constants,
    condition,
    graph: resourceGraph(template, activeResources(template, condition)),
    hash: deploymentHash({ template, tags, parameters: given }, parameters),
  };
}

async function ssmValues(call: ServiceCalls, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  const unique = [...new Set(names)];
  for (let start = 0; start < unique.length; start += SSM_BATCH) {
    const answer = await call('ssm', 'GetParameters', { Names: unique.slice(start, start + SSM_BATCH) });
    for (const { Name = '', Value = '' } of answer.Parameters ?? []) values.set(Name, Value);
  }
  return values;
}
