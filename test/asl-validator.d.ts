declare module 'asl-validator' {
  /** Checks a state machine's definition against the schemas and rules of the Amazon States Language. */
  function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
  export = validate;
}
