/** The reason of the signal when somebody stops an execution. */
export class ExecutionAborted extends Error {
  readonly reason: { readonly error?: string; readonly cause?: string };

  constructor(reason: { readonly error?: string; readonly cause?: string }) {
    super('the execution was stopped');
    this.name = 'ExecutionAborted';
    this.reason = reason;
  }
}
