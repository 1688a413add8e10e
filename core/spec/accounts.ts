import { createHash } from 'node:crypto';

const LOWEST = 100_000_000_000n;
const COUNT = 900_000_000_000n;

/** The organization that every account of a sandbox belongs to, where mesh.yaml names none. */
export const SANDBOX_ORGANIZATION = 'o-sandbox00000';

/** A sandbox's account of a domain: invented, 12 digits, the same on every machine. */
export function inventAccount(mesh: string, environment: string, domain: string): string {
  const hash = createHash('sha256').update(`${mesh}/${environment}/${domain}`).digest('hex').slice(0, 16);
  return String(LOWEST + (BigInt(`0x${hash}`) % COUNT));
}
