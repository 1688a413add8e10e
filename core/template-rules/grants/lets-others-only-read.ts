import { offence, texts } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { grantWith } from './grant-example.ts';
import { GRANT_TYPE } from './grant-type.ts';

const READING: ReadonlySet<string> = new Set(['SELECT', 'DESCRIBE']);

export const letsOthersOnlyRead: TemplateRule = {
  id: 'L-5',
  statement: 'What a product grants is reading: nobody outside changes it or passes it on',
  fix: 'grant `SELECT` and `DESCRIBE` only; the domain’s own rights are its namespace’s to grant',
  source: 'domain ownership: only the owner changes a product',
  types: [GRANT_TYPE],
  check: ({ properties: { owner, permissions, grantable } }) =>
    owner === 'namespace'
      ? []
      : [...texts(permissions).filter((name) => !READING.has(name)), ...texts(grantable)].map((name) =>
          offence('permissions', name),
        ),
  examples: [
    { name: 'reading', expect: 'holds', resources: grantWith({}) },
    { name: 'deleting', expect: 'breaks', resources: grantWith({ permissions: ['SELECT', 'DELETE'] }) },
    { name: 'everything', expect: 'breaks', resources: grantWith({ permissions: ['ALL'] }) },
    { name: 'passing on', expect: 'breaks', resources: grantWith({ grantable: ['SELECT'] }) },
  ],
};
