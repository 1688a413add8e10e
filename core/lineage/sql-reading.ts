/** What the SQL parser says of a text: plain JSON, so that it may come from another thread. */
export type SqlReading = {
  readonly parsed:
    | { readonly success: true; readonly ast: unknown }
    | {
        readonly success: false;
        readonly error: string | undefined;
        readonly errorStart: number | undefined;
        readonly errorEnd: number | undefined;
      };
  /** Only of a text that holds a semicolon: whether it ends a statement, the tokens tell. */
  readonly tokens?: readonly unknown[];
};

export type ReadSql = (text: string) => SqlReading;
