import pc from 'picocolors';

/** The only door to the terminal: results go to stdout, talk goes to stderr. */
export type Output = {
  readonly isJson: boolean;
  readonly isTerminal: boolean;
  readonly result: (text: string) => void;
  readonly talk: (text: string) => void;
  /** An error: shown however quiet the command is. */
  readonly complain: (text: string) => void;
  /** A line that the next one replaces; nothing where there is no terminal. */
  readonly live: (text: string) => void;
};

export function createOutput(options: { readonly json: boolean; readonly quiet: boolean }): Output {
  const isTerminal = process.stderr.isTTY && !process.env['CI'];
  let hasLiveLine = false;
  const clear = (): void => {
    if (hasLiveLine) process.stderr.write('\r\u001b[2K');
    hasLiveLine = false;
  };
  return {
    isJson: options.json,
    isTerminal,
    result: (text) => {
      clear();
      process.stdout.write(`${text}\n`);
    },
    talk: (text) => {
      if (options.quiet) return;
      clear();
      process.stderr.write(`${text}\n`);
    },
    complain: (text) => {
      clear();
      process.stderr.write(`${text}\n`);
    },
    live: (text) => {
      if (options.quiet || !isTerminal) return;
      clear();
      process.stderr.write(text.slice(0, Math.max(20, (process.stderr.columns ?? 100) - 1)));
      hasLiveLine = true;
    },
  };
}

export const colors = pc;

/** The frame of every `--json` answer. */
export function jsonAnswer(schema: string, answer: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schema: `mesh.v1.${schema}`, ...answer }, null, 2);
}
