/** What the worker is started with. */
export type WorkerSettings = {
  readonly codeDirectory: string;
  /** `index.handler` */
  readonly handler: string;
  /** Directory of compiled modules, for all functions. */
  readonly compileCache: string;
};

/** The worker goes on as another function of the same code. */
export type BecomeMessage = {
  readonly kind: 'become';
  readonly settings: WorkerSettings;
  readonly env: Readonly<Record<string, string>>;
};

export type InvokeMessage = {
  readonly kind: 'invoke';
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** By the machine's clock. */
  readonly deadlineMs: number;
  /** What the cloud's clock says. */
  readonly nowMs: number;
  readonly functionArn: string;
  readonly traceId: string;
};

/** An error as Lambda answers it for Node.js. */
export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

export type WorkerMessage =
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError };
