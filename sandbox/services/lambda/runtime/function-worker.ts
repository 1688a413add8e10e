import { Worker } from 'node:worker_threads';
import type { Caller } from '../../../cloud/caller.ts';
import { functionError } from './function-error.ts';
import type {
  BecomeMessage,
  FunctionError,
  InvokeMessage,
  WorkerMessage,
  WorkerSettings,
} from './messages.ts';

/** AWS's limit on the initialisation of a function. */
const INIT_TIMEOUT_MS = 10_000;
/** Heap that Node itself needs beside a small function's. */
const HEAP_MB_MIN = 128;

/** Functions of the same code that one worker may be, one after the other: what each leaves on the heap stays. */
const LIVES_MAX = 12;

export type FunctionWorkerOptions = {
  readonly key: string;
  /** Hash of the code. */
  readonly codeSha256: string;
  readonly settings: WorkerSettings;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** After this time the worker's credentials are too old for another invocation. */
  readonly freshUntil: Date;
  readonly logStream: string;
  /** The function's own session. */
  readonly caller: Caller;
};

export type InvocationOutcome =
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError };

type Invocation = {
  readonly onLog: (text: string) => void;
  readonly settle: (outcome: InvocationOutcome) => void;
};

/** One warm copy of a function in a thread of its own: one invocation at a time. */
export class FunctionWorker {
  #options: FunctionWorkerOptions;
  /** Folders whose modules are loaded: they could not be evaluated anew. */
  readonly #known = new Set<string>();
  readonly #worker: Worker;
  #ready = Promise.withResolvers<InvocationOutcome | undefined>();
  #invocation: Invocation | undefined;
  /** Logs of the initialisation belong to the first invocation. */
  #earlyLogs: string[] = [];
  #dead = false;

  constructor(options: FunctionWorkerOptions) {
    this.#options = options;
    this.#known.add(options.settings.codeDirectory);
    this.#worker = new Worker(new URL('./worker-main.ts', import.meta.url), {
      workerData: options.settings,
      env: { ...options.env },
      argv: [],
      execArgv: ['--disable-warning=ExperimentalWarning', '--enable-source-maps'],
      resourceLimits: { maxOldGenerationSizeMb: Math.max(HEAP_MB_MIN, options.memoryMb) },
    });
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('error', (error: unknown) => this.#fail(crash(error)));
    this.#worker.on('exit', () => {
      this.#dead = true;
      this.#fail({
        errorType: 'Runtime.ExitError',
        errorMessage: 'Runtime exited before it answered',
        trace: [],
      });
    });
  }

  get options(): FunctionWorkerOptions {
    return this.#options;
  }

  isUsable(now: Date): boolean {
    return !this.#dead && now < this.#options.freshUntil;
  }

  /** Whether another function's code is this one's, byte for byte, and was not loaded here before. */
  canBecome({ codeSha256, settings, memoryMb }: FunctionWorkerOptions): boolean {
    const own = this.#options;
    const isKin = own.codeSha256 === codeSha256 && own.settings.handler === settings.handler;
    const isNew = !this.#known.has(settings.codeDirectory) && this.#known.size < LIVES_MAX;
    return !this.#dead && isKin && isNew && own.memoryMb === memoryMb;
  }

  /** Goes on as another function: its environment and role, without another cold start. */
  become(options: FunctionWorkerOptions): void {
    const { settings, env } = options;
    this.#options = options;
    this.#known.add(settings.codeDirectory);
    this.#ready = Promise.withResolvers();
    this.#worker.postMessage({ kind: 'become', settings, env } satisfies BecomeMessage);
  }

  /** A crash, a timeout or a failed initialisation ends the worker; the next invocation gets a new one. */
  async invoke(
    message: InvokeMessage,
    timeoutMs: number,
    onLog: (text: string) => void,
  ): Promise<InvocationOutcome> {
    this.#worker.ref();
    for (const text of this.#earlyLogs.splice(0)) onLog(text);
    const { promise, resolve } = Promise.withResolvers<InvocationOutcome>();
    this.#invocation = { onLog, settle: resolve };
    const timers: NodeJS.Timeout[] = [];
    const limit = (ms: number, errorMessage: string): void => {
      const error = { errorType: 'Sandbox.Timedout', errorMessage, trace: [] };
      timers.push(setTimeout(() => this.#kill({ kind: 'error', error }), ms));
    };
    limit(
      INIT_TIMEOUT_MS,
      `RequestId: ${message.requestId} Error: the function did not initialise in 10 seconds`,
    );
    try {
      const failed = await this.#ready.promise;
      if (failed) this.#kill(failed);
      else {
        clearTimeout(timers.pop());
        const seconds = (timeoutMs / 1000).toFixed(2);
        limit(timeoutMs, `RequestId: ${message.requestId} Error: Task timed out after ${seconds} seconds`);
        this.#worker.postMessage(message);
      }
      return await promise;
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.#invocation = undefined;
      this.#worker.unref();
    }
  }

  async terminate(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }

  #receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'log':
        return this.#invocation
          ? this.#invocation.onLog(message.text)
          : void this.#earlyLogs.push(message.text);
      case 'ready':
        return this.#ready.resolve(undefined);
      case 'result':
        return this.#invocation?.settle(message);
      case 'error':
        this.#ready.resolve(message);
        return this.#invocation?.settle(message);
    }
  }

  #fail(error: FunctionError): void {
    this.#dead = true;
    this.#receive({ kind: 'error', error });
  }

  #kill(outcome: InvocationOutcome): void {
    this.#dead = true;
    this.#ready.resolve(outcome);
    this.#invocation?.settle(outcome);
    void this.#worker.terminate();
  }
}

function crash(error: unknown): FunctionError {
  const described = functionError(error);
  const code = Object(error).code;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return described;
  return {
    ...described,
    errorType: 'Runtime.OutOfMemory',
    errorMessage: 'Runtime exited: it is out of memory',
  };
}
