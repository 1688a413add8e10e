import type { ExitCode } from '../ui/exit-codes.ts';
import type { Output } from '../ui/output.ts';

/** What a verb acts with. */
export type Invocation = {
  readonly output: Output;
  /** `-C`, or the working directory. */
  readonly directory: string;
  /** Freehold's own directory. */
  readonly platformRoot: string;
  /** `performance.now()` when the process began to work on the command. */
  readonly startedAt: number;
};

export type VerbOption = {
  /** As commander takes them: `--as <principal>`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string;
};

/** A command as data: help, parser and tests are made from it. */
export type Verb = {
  readonly name: string;
  /** Positional arguments: `<product>`. */
  readonly usage?: string;
  readonly summary: string;
  readonly options?: readonly VerbOption[];
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly exits: readonly (readonly [code: ExitCode, when: string])[];
  readonly run: (
    invocation: Invocation,
    args: readonly string[],
    options: Readonly<Record<string, string | boolean | undefined>>,
  ) => Promise<ExitCode>;
};

/** Verbs that belong together: `mesh access who`. Each is loaded when it is needed. */
export type VerbGroup = {
  readonly name: string;
  readonly summary: string;
  readonly examples: Verb['examples'];
  readonly exits: Verb['exits'];
  readonly verbs: Readonly<Record<string, () => Promise<Verb>>>;
};
