import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../cloud/aws-error.ts';

/** The state of an alarm of the same account and region, by its name. */
export type StateOf = (name: string) => StateValue;

/** What a composite alarm watches, and whether that is an alarm. */
export type AlarmRule = {
  readonly alarms: readonly string[];
  readonly holds: (stateOf: StateOf) => boolean;
};

type Holds = AlarmRule['holds'];

const STATES: Readonly<Record<string, StateValue>> = {
  ALARM: 'ALARM',
  OK: 'OK',
  INSUFFICIENT_DATA: 'INSUFFICIENT_DATA',
};
const TOKEN = /"[^"]*"|[^\s()"]+|[()]/g;

/**
 * Reads the rule of a composite alarm: `ALARM`, `OK` and `INSUFFICIENT_DATA` of an alarm's name or ARN, `TRUE`,
 * `FALSE`, and `NOT` before `AND` before `OR`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseAlarmRule(text: string): AlarmRule {
  const parser = new Parser(text);
  const holds = parser.or();
  parser.end();
  return { alarms: [...parser.alarms], holds };
}

class Parser {
  readonly alarms = new Set<string>();
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  or(): Holds {
    let left = this.#and();
    while (this.#take('OR')) {
      const [a, b] = [left, this.#and()];
      left = (stateOf) => a(stateOf) || b(stateOf);
    }
    return left;
  }

  #and(): Holds {
    let left = this.#not();
    while (this.#take('AND')) {
      const [a, b] = [left, this.#not()];
      left = (stateOf) => a(stateOf) && b(stateOf);
    }
    return left;
  }

  #not(): Holds {
    if (!this.#take('NOT')) return this.#primary();
    const negated = this.#not();
    return (stateOf) => !negated(stateOf);
  }

  #primary(): Holds {
    if (this.#take('TRUE')) return () => true;
    if (this.#take('FALSE')) return () => false;
    if (this.#take('(')) {
      const inner = this.or();
      this.#expect(')');
      return inner;
    }
    return this.#stateOfOne();
  }

  #stateOfOne(): Holds {
    const wanted = STATES[this.#next()];
    if (wanted === undefined) throw this.#refusal();
    this.#expect('(');
    const name = nameOf(this.#next());
    this.#expect(')');
    this.alarms.add(name);
    return (stateOf) => stateOf(name) === wanted;
  }

  end(): void {
    if (this.#at < this.#tokens.length) {
      this.#at += 1;
      throw this.#refusal();
    }
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (this.#next() !== token) throw this.#refusal();
  }

  #next(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1] ?? '';
  }

  /** Names the token that was read last. */
  #refusal(): AwsError {
    const token = this.#tokens[this.#at - 1] ?? 'its end';
    return new AwsError('ValidationError', `the AlarmRule ${this.#text} is not understood at ${token}`);
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens = text.match(TOKEN) ?? [];
  if (text.split('"').length % 2 === 1) return tokens;
  throw new AwsError('ValidationError', `the AlarmRule ${text} has a quotation mark without a second one`);
}

/** Quotation marks are needed for names with spaces or parentheses only. */
function nameOf(token: string): string {
  const text = token.replaceAll('"', '');
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(text)?.[1] ?? text;
}
