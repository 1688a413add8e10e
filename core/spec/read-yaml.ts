import type { z } from 'zod';
import { type Contract, contractSchema, parseContract } from '../contract/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { schemaDiagnostics } from './schema-issues.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** A file as read: its typed value where the whole of it is right, and its places. */
export type ReadFile<T> = {
  readonly value?: T;
  readonly yaml?: YamlFile;
  readonly diagnostics: readonly Diagnostic[];
};

/** From text to a typed value, or to all that is wrong with it. */
export function readYaml<S extends z.ZodType>(file: string, text: string, schema: S): ReadFile<z.output<S>> {
  const { yaml, diagnostics } = parseYaml(file, text);
  if (yaml === undefined) return { diagnostics };
  const parsed = schema.safeParse(yaml.value);
  if (parsed.success) return { value: parsed.data, yaml, diagnostics };
  return { yaml, diagnostics: schemaDiagnostics(yaml, schema, parsed.error.issues) };
}

export function readContract(file: string, text: string): ReadFile<Contract> {
  const { yaml, diagnostics } = parseYaml(file, text);
  if (yaml === undefined) return { diagnostics };
  const parsed = parseContract(yaml.value);
  if ('contract' in parsed) return { value: parsed.contract, yaml, diagnostics };
  return { yaml, diagnostics: schemaDiagnostics(yaml, contractSchema(parsed.edition), parsed.issues) };
}
