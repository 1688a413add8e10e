export type Severity = 'error' | 'warning';

/** Where a diagnostic points: 1-based line and column, `length` characters under the caret. */
export type SourceSpan = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
};

/** One finding about a file that somebody wrote; rendered like a compiler's message. */
export type Diagnostic = {
  readonly severity: Severity;
  /** Permanent code, for example `UnknownKey`. */
  readonly code: string;
  /** What is wrong, with the wrong value. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly span: SourceSpan;
};
