import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openAccess, type ReadAccess } from '../../../cli/access/access-reader.ts';
import type { AccessRequest, RequestedAccess } from '../../../cli/commands/request.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');

/** What airports ask safety for. */
export const ASKED: AccessRequest = {
  table: 'safety.strikes',
  consumer: 'airports',
  roles: ['analyst'],
  columns: ['strike_date', 'species'],
  rows: "origin_state = 'Texas'",
  purpose: 'Wildlife at airports.',
  days: 30,
  by: 'ana@example.com',
  replaces: false,
  now: NOW,
};

export const STRIKES = 'domains/safety/products/strikes';

/** A copy of the aviation mesh that a test may change. */
export function copyOfAviation(changes: Readonly<Record<string, string>> = {}): string {
  const root = join(mkdtempSync(join(tmpdir(), 'freehold-access-')), 'aviation');
  cpSync(resolve(import.meta.dirname, '../../../examples/aviation'), root, {
    recursive: true,
    filter: (path) => !path.includes('.mesh'),
  });
  for (const [path, text] of Object.entries(changes)) writeFileSync(join(root, path), text);
  return root;
}

/** The mesh as its files say it. */
export async function readMesh(root: string): Promise<ReadAccess> {
  return (await openAccess(root, NOW)).read({});
}

export function written(requested: RequestedAccess): RequestedAccess & { readonly kind: 'asked' } {
  if (requested.kind === 'asked') return requested;
  throw new Error(requested.diagnostics.map(({ message }) => message).join('\n'));
}
