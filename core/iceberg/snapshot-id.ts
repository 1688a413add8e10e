import { createHash } from 'node:crypto';

/**
 * The snapshot id of one table in one run: 63 bits, positive, always the same,
 * so that a publication that runs twice recognises its own commit.
 */
export function snapshotIdOf(run: string, table: string): bigint {
  const digest = createHash('sha256').update(`${run}\n${table}`).digest();
  const id = digest.readBigUInt64BE(0) & 0x7fff_ffff_ffff_ffffn;
  // Zero and -1 stand for "no snapshot" in some readers.
  return id === 0n ? 1n : id;
}
