import { NO_VALUE, type ResolveScope, resolveValue } from '../../core/cloudformation/resolve-value.ts';
import { templateError } from '../../core/cloudformation/template-error.ts';
import type { PreparedStack } from './prepare-stack.ts';

/** Outputs of a stack as texts. An export's name is held to be a text; nothing can import it (`Fn::ImportValue`). */
export function resolveOutputs(
  prepared: PreparedStack,
  scope: ResolveScope,
): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(prepared.input.template.Outputs ?? {})) {
    if (output.Condition !== undefined && !prepared.condition(output.Condition)) continue;
    outputs[name] = asText(resolveValue(output.Value, scope, `Outputs.${name}`), `Outputs.${name}`);
    if (output.Export !== undefined)
      asText(resolveValue(output.Export.Name, scope, name), `Outputs.${name}.Export`);
  }
  return outputs;
}

function asText(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(
    where,
    `must be a text, found ${value === NO_VALUE ? 'nothing' : JSON.stringify(value)}`,
  );
}
