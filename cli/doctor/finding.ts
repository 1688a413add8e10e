export const HEALTHS = ['ok', 'warning', 'problem', 'unknown'] as const;
export type Health = (typeof HEALTHS)[number];

/** What the doctor found at one place, and what to do about it. */
export type Finding = {
  /** Permanent name, for scripts: `lake-administrators`. */
  readonly check: string;
  readonly health: Health;
  readonly what: string;
  /** A command, or what to do where no command does it. */
  readonly fix?: string;
};

export const ok = (check: string, what: string): Finding => ({ check, health: 'ok', what });

export const warning = (check: string, what: string, fix: string): Finding => ({
  check,
  health: 'warning',
  what,
  fix,
});

export const problem = (check: string, what: string, fix: string): Finding => ({
  check,
  health: 'problem',
  what,
  fix,
});

/** Could not be looked at: neither good nor bad. */
export const unknown = (check: string, what: string): Finding => ({ check, health: 'unknown', what });
