import { StatesError } from '../asl/states-error.ts';
import { sizeOf, VARIABLES_BYTES_MAX } from './payload.ts';

/** The variables of an execution or, with a parent, of one branch or iteration: inner scopes read outer ones. */
export class Variables {
  readonly #parent: Variables | undefined;
  #values: Readonly<Record<string, unknown>> = {};

  constructor(parent?: Variables) {
    this.#parent = parent;
  }

  all(): Readonly<Record<string, unknown>> {
    return { ...this.#parent?.all(), ...this.#values };
  }

  assign(values: Readonly<Record<string, unknown>>): void {
    const outer = this.#parent?.all() ?? {};
    const shadowed = Object.keys(values).find((name) => name in outer);
    if (shadowed !== undefined) {
      throw new StatesError(
        'States.Runtime',
        `The variable $${shadowed} belongs to an outer scope and cannot be assigned here.`,
      );
    }
    const next = { ...this.#values, ...values };
    if (sizeOf(values) > VARIABLES_BYTES_MAX) {
      throw new StatesError('States.DataLimitExceeded', `Assign exceeds ${VARIABLES_BYTES_MAX} bytes.`);
    }
    if (sizeOf(next) > 40 * VARIABLES_BYTES_MAX) {
      throw new StatesError('States.DataLimitExceeded', 'The variables of the execution exceed 10 MiB.');
    }
    this.#values = next;
  }
}
