/** Athena's error categories: 1 system, 2 user, 3 other. */
export type ErrorCategory = 1 | 2 | 3;

/**
 * Why a query did not succeed, in Athena's words. It never carries a path of this machine, DuckDB's wording or a
 * value of the data: a failed query must not tell what a successful one would not.
 */
export class QueryFailure extends Error {
  readonly category: ErrorCategory;
  /** Athena's error type number, where it is known. */
  readonly type: number | undefined;
  readonly retryable: boolean;

  constructor(
    message: string,
    options: { category?: ErrorCategory; type?: number; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'QueryFailure';
    this.category = options.category ?? 2;
    this.type = options.type;
    this.retryable = options.retryable ?? false;
  }
}

export const columnNotFound = (at: string, column: string): QueryFailure =>
  new QueryFailure(
    `COLUMN_NOT_FOUND: ${at}: Column '${column}' cannot be resolved or requester is not authorized to access requested resources`,
    { type: 1006 },
  );

export const tableNotFound = (at: string, table: string): QueryFailure =>
  new QueryFailure(`TABLE_NOT_FOUND: ${at}: Table '${table}' does not exist`, { type: 1110 });

export const functionNotFound = (at: string, name: string): QueryFailure =>
  new QueryFailure(`FUNCTION_NOT_FOUND: ${at}: Function '${name}' not registered`);

export const syntaxError = (at: string, what: string): QueryFailure =>
  new QueryFailure(`SYNTAX_ERROR: ${at}: ${what}`);

/** What Athena offers and the sandbox does not; says so instead of answering wrongly. */
export const notOffered = (what: string): QueryFailure =>
  new QueryFailure(`NOT_SUPPORTED: the sandbox does not offer ${what}`);

/** `resource` is a table (`db.t`) or database. */
export const insufficientLakeFormation = (resource: string): QueryFailure =>
  new QueryFailure(
    `Insufficient permissions to execute the query. Insufficient Lake Formation permission(s) on ${resource}`,
    { type: 234 },
  );

export const insufficientPermissions = (why: string): QueryFailure =>
  new QueryFailure(`Insufficient permissions to execute the query. ${why}`, { type: 1500 });
