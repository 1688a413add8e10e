import { join } from 'node:path';
import { decidedText } from '../../core/access/requests/edit-access-file.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Subscription } from '../../core/spec/mesh.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';
import { type AccessReader, openAccess } from '../access/access-reader.ts';
import { findAccess, type NamedAccess } from '../access/find-access.ts';
import { writeWhole } from '../access/write-file.ts';

export type Ending = NamedAccess & {
  /** `denied` is for what waits, `revoked` for what is live. */
  readonly as: 'denied' | 'revoked';
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
};

export type EndedAccess = {
  readonly file: string;
  readonly product: string;
  readonly consumer: string;
  /** Whether it was so before. */
  readonly isUnchanged: boolean;
  /** SQL files of the consumer that read what they no longer may. */
  readonly broken: readonly string[];
};

/** Records that a request is denied, or that live access is revoked. The record stays, and grants nothing. */
export async function endAccess(root: string, ending: Ending): Promise<EndedAccess> {
  const reader = await openAccess(root, ending.now);
  const { subscription, product, text } = findAccess(reader, ending);
  const { file, consumer, state } = subscription;
  const ended = { file, product: product.id, consumer };
  if (state === ending.as) return { ...ended, isUnchanged: true, broken: [] };
  checkState(subscription, ending);
  const { as, by, reason, now } = ending;
  const on = now.toISOString().slice(0, 'yyyy-mm-dd'.length);
  const decided = decidedText(text, { key: as, decision: { by, on, reason } });
  // Nobody reads by what only waits.
  const broken = as === 'revoked' ? await brokenBy(reader, new Map([[file, decided]])) : [];
  writeWhole(join(root, file), decided);
  return { ...ended, isUnchanged: false, broken };
}

function checkState({ state, file }: Subscription, { as }: Ending): void {
  if (state === (as === 'denied' ? 'pending' : 'live')) return;
  const hints: Readonly<Record<string, string>> = {
    live: 'it is granted: take it back with bin/mesh revoke',
    pending: 'nobody has it yet: refuse it with bin/mesh deny',
  };
  throw new MeshError(`${file} is ${state}, and cannot be ${as}`, {
    code: 'NotPending',
    hint: hints[state] ?? 'it grants nothing already',
  });
}

/** Files in which a subscription is missing with the change, and is not without it. */
async function brokenBy(
  { files, now }: AccessReader,
  changes: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  // It loads the parser of SQL, which nothing else here waits for.
  const { resolveMesh } = await import('../../core/spec/resolve-mesh.ts');
  const missing = (texts: SpecFiles): readonly string[] =>
    resolveMesh(texts, { now })
      .diagnostics.filter(({ code }) => code === 'NoSubscription')
      .map(({ span }) => span.file);
  const before = new Set(missing(files));
  return [...new Set(missing(new Map([...files, ...changes])))].filter((file) => !before.has(file));
}
