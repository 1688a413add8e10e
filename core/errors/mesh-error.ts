/** Whose fault an error is: `user` means that the input can be mended, `platform` that Freehold has a bug. */
export type ErrorSource = 'user' | 'platform';

export type MeshErrorOptions = {
  /** Permanent PascalCase name, see `catalog.ts`. */
  readonly code: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly source?: ErrorSource;
  readonly cause?: unknown;
};

/** An error that a person can act on: what happened, with which value, and what to do. */
export class MeshError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly source: ErrorSource;

  constructor(message: string, options: MeshErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = options.code;
    this.code = options.code;
    this.hint = options.hint;
    this.source = options.source ?? 'user';
  }
}
