import { whoActs } from '../access/who-acts.ts';
import { type EndedAccess, type Ending, endAccess } from '../commands/end-access.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { colors, jsonAnswer } from '../ui/output.ts';
import { optionalText, textOf } from './access-options.ts';
import type { Invocation, Verb } from './verb.ts';

type EndingInput = {
  readonly args: Parameters<Verb['run']>[1];
  readonly options: Parameters<Verb['run']>[2];
  readonly as: Ending['as'];
};

/** `deny` and `revoke` write the same record under two names. */
export async function runEnding(
  { output, directory }: Invocation,
  { args: [target = '', consumer], options, as }: EndingInput,
): Promise<ExitCode> {
  const root = findMeshRoot(directory);
  const reason = textOf(options, 'reason');
  const by = whoActs(root, optionalText(options, 'by'));
  const ended = await endAccess(root, { target, consumer, directory, as, by, reason, now: new Date() });
  const schema = as === 'denied' ? 'deny' : 'revoke';
  output.result(output.isJson ? jsonAnswer(schema, { ok: true, data: ended }) : endedText(ended, as));
  return EXIT.ok;
}

function endedText({ file, product, isUnchanged, broken }: EndedAccess, as: Ending['as']): string {
  const [domain = ''] = product.split('.');
  const done = isUnchanged ? `${file} was ${as} before` : `${as} ${file}`;
  const next =
    as === 'denied'
      ? 'commit the file; bin/mesh request asks again'
      : `commit the file, and bin/mesh up, or bin/mesh deploy ${domain}: until then what is deployed stays`;
  return [
    done,
    ...broken.map((sql) => `${colors.yellow('breaks')}: ${sql} reads it, and bin/mesh validate refuses that`),
    `next: ${next}`,
  ].join('\n');
}
