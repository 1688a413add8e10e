import { EXIT } from '../ui/exit-codes.ts';
import type { VerbGroup } from './verb.ts';

/** Questions about who may read what, answered from the synthesized assembly. */
export const accessVerbs: VerbGroup = {
  name: 'access',
  summary: 'Ask who may read what, and why, of the policies and grants as they are synthesized.',
  examples: [
    ['bin/mesh access who safety.strikes', 'who reads it, and until when'],
    ['bin/mesh access explain insight-analyst safety.strikes.operator', 'why, or what is missing'],
    ['bin/mesh access matrix', 'every role against every product'],
    ['bin/mesh access prove', 'that domains reach exactly what is subscribed to'],
  ],
  exits: [
    [EXIT.ok, 'answered'],
    [EXIT.usage, 'there is no such principal, product or column'],
    [EXIT.accessDenied, 'who was asked about may not read it'],
  ],
  verbs: {
    who: async () => (await import('./access/who.ts')).whoVerb,
    explain: async () => (await import('./access/explain.ts')).explainVerb,
    prove: async () => (await import('./access/prove.ts')).proveVerb,
    matrix: async () => (await import('./access/matrix.ts')).matrixVerb,
  },
};
