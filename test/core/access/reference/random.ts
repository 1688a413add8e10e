/** Random choices that a seed repeats. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  upTo(most: number): number {
    return Math.floor(this.next() * (most + 1));
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.upTo(from.length - 1)] ?? from[0];
  }

  /** From `least` to `most` of them. */
  some<T>([least, most]: readonly [number, number], make: () => T): T[] {
    return Array.from({ length: least + this.upTo(most - least) }, make);
  }
}
