import { join } from 'node:path';
import { down } from '../commands/down.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import type { Verb } from './verb.ts';

export const downVerb: Verb = {
  name: 'down',
  summary: 'Remove the sandbox and all that it holds; mesh up makes it again.',
  examples: [
    ['bin/mesh down', 'remove .mesh/ of this mesh'],
    ['bin/mesh down -C examples/minimal', 'of another mesh'],
    ['bin/mesh down && bin/mesh up', 'start from nothing'],
  ],
  exits: [
    [EXIT.ok, 'removed, or there was nothing'],
    [EXIT.usage, 'another process holds the sandbox'],
  ],
  run: async ({ output, directory }) => {
    const stateDirectory = join(findMeshRoot(directory), '.mesh');
    const removed = down(stateDirectory);
    if (output.isJson) output.result(jsonAnswer('down', { ok: true, data: { removed } }));
    else output.result(`${removed ? 'the sandbox is removed' : 'there was no sandbox'}; next: bin/mesh up`);
    return EXIT.ok;
  },
};
