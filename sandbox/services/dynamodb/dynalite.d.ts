/* What we use of dynalite, which ships no types: its validations, its expressions and its item operations. */

type DynaliteItem = Record<string, unknown>;
type DynaliteCallback = (error: unknown, result?: unknown) => void;

type DynaliteValidation = {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom?: (data: Record<string, unknown>, store: unknown) => unknown;
};

declare module 'dynalite/db/index.js' {
  const db: {
    readonly createKey: (item: DynaliteItem, table: unknown) => string;
    readonly validateKey: (key: DynaliteItem, table: unknown) => unknown;
    readonly checkConditional: (data: unknown, existing: DynaliteItem | undefined) => unknown;
    readonly getIndexActions: (
      indexes: readonly unknown[],
      existing: null,
      item: DynaliteItem,
      table: unknown,
    ) => { readonly puts: readonly { readonly key: string; readonly item: DynaliteItem }[] };
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    readonly checkTypes: (data: object, types: DynaliteValidation['types']) => Record<string, unknown>;
    readonly checkValidations: (
      data: object,
      types: DynaliteValidation['types'],
      custom: DynaliteValidation['custom'],
      store: unknown,
    ) => void;
  };
  export default validations;
}

declare module 'dynalite/actions/*' {
  const action: (store: unknown, data: unknown, done: DynaliteCallback) => void;
  export default action;
}

declare module 'dynalite/validations/*' {
  const validation: DynaliteValidation;
  export default validation;
}
