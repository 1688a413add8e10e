import type { Origin } from '../world/world.ts';
import type { Party, Refutation } from './proof.ts';

/** Something that is connected as no file says. */
export type Wired = {
  readonly from: Party;
  readonly to: Party;
  readonly principal: string;
  readonly what: string;
  readonly action: string;
  readonly resource: string;
  readonly origin: Origin;
};

export function wired({ action, resource, origin, ...finding }: Wired): Refutation {
  const { principal, what } = finding;
  return {
    ...finding,
    claim: 'separation',
    path: [{ principal, actions: [action], resource, because: [{ text: what, origin }] }],
  };
}
