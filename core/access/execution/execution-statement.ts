/** A part of an execution policy. */
export type ExecutionStatement = {
  /** Unique among all policies of a scope. */
  readonly sid: string;
  /** CloudFormation's types that are made, changed and removed with it. */
  readonly types: readonly string[];
  /** Exact names: no action has a wildcard. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** `of('sqs', ['CreateQueue'])` is `['sqs:CreateQueue']`. */
export function actionsOf(service: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${service}:${name}`);
}
