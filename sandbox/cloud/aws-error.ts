/**
 * An error as AWS's API answers it. `code` is the shape name of the service's model (`EntityNotFoundException`);
 * a client's mistake is 4xx: SDKs retry 5xx, so a sandbox answers 5xx only for its own bugs.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error shape. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; details?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
  }
}
