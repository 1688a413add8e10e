import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { Cloud } from '../../../cloud/cloud.ts';
import type { Scope } from '../../../cloud/store.ts';
import { StatesError } from '../asl/states-error.ts';
import { statesStore } from '../store.ts';

/** AWS's quota for an execution; it fails beyond. */
const HISTORY_EVENTS_MAX = 25_000;
const ID_DIGITS = 6;

export type EventDetails = Partial<Omit<HistoryEvent, 'type' | 'id' | 'timestamp' | 'previousEventId'>>;

/** Writes the events of one execution, each before what follows from it. */
export class History {
  readonly #cloud: Cloud;
  readonly #scope: Scope;
  readonly #key: string;
  #last: number;
  #closed = false;

  constructor(cloud: Cloud, scope: Scope, executionKey: string, last = 0) {
    this.#cloud = cloud;
    this.#scope = scope;
    this.#key = executionKey;
    this.#last = last;
  }

  get last(): number {
    return this.#last;
  }

  /** Nothing is recorded after the event that ended the execution, whatever still runs. */
  close(): void {
    this.#closed = true;
  }

  /** Answers the event's id. The last place is kept for the event that ends the execution. */
  record(type: HistoryEventType, previous: number, details: EventDetails = {}): number {
    if (this.#closed) throw new StatesError('States.Runtime', 'The execution has ended.');
    if (this.#last >= HISTORY_EVENTS_MAX - 1 && !type.startsWith('Execution')) {
      throw new StatesError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${HISTORY_EVENTS_MAX}).`,
      );
    }
    this.#last += 1;
    statesStore(this.#cloud).history.put(this.#scope, historyKey(this.#key, this.#last), {
      timestamp: this.#cloud.clock().toISOString(),
      type,
      id: this.#last,
      previousEventId: previous,
      ...details,
    });
    return this.#last;
  }
}

export function historyKey(executionKey: string, id: number): string {
  return `${executionKey}/${String(id).padStart(ID_DIGITS, '0')}`;
}
