import type { Assembly } from './assembly.ts';

/** A place where a weakening fits. */
export type Site = {
  /** For people: stack, resource and what of it. */
  readonly at: string;
  /** Sites of one shape differ only in the domain: one of them stands for all. */
  readonly shape: string;
  readonly apply: (assembly: Assembly) => Assembly;
};

/** One kind of weakening of what is synthesized. */
export type Mutant = {
  /** Permanent: `drop-condition`. */
  readonly id: string;
  readonly title: string;
  /** What it takes away. */
  readonly weakens: string;
  readonly expected: Expectation;
  readonly sites: (assembly: Assembly) => readonly Site[];
};

/**
 * `reachable`: at one site at least somebody gets what no subscription gives. `broken`: somebody loses what a
 * subscription promises. `inside`: only roles of the domain itself gain or lose something. `equivalent`: nobody gets
 * more at any site, because of what is said.
 */
export type Expectation =
  | { readonly kind: 'reachable' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'inside' }
  | { readonly kind: 'equivalent'; readonly because: string };
