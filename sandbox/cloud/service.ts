import type { Cloud } from './cloud.ts';
import type { Operation } from './operation.ts';

// Handlers of one service have different inputs; the gateway decodes by schema before it calls one.
export type AnyOperation = Operation<never, unknown>;

/** A service of the sandbox, by its SigV4 signing name: `glue`, `states`, `monitoring`, `events`, `logs`. */
export type Service = {
  readonly name: string;
  readonly operations: Readonly<Record<string, AnyOperation>>;
  /** Called once after all services are registered: resume or fail what a killed process left running. */
  readonly start?: (cloud: Cloud) => Promise<void>;
  /** Resolves when nothing is running any more. */
  readonly idle?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
};
