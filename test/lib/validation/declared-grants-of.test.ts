import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { checkTemplate, findingId } from '../../../core/template-rules/check-template.ts';
import { resolveTemplate } from '../../../core/template-rules/resolve-template.ts';
import { TEMPLATE_RULES } from '../../../core/template-rules/template-rules.ts';
import { declaredGrantsOf } from '../../../lib/validation/declared-grants-of.ts';

const directory = mkdtempSync(join(tmpdir(), 'freehold-grants-'));
mkdirSync(join(directory, 'documents'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SCOPE = {
  names: { mesh: 'acme', environment: 'prod', region: 'eu-west-1' },
  domain: 'sales',
  account: '111111111111',
  accounts: new Set(['111111111111', '222222222222']),
};

/** What the rules find in a stack whose one document declares these permissions for another domain. */
function findings(sha256: string, permissions: readonly string[]): readonly string[] {
  const grant = {
    principal: 'arn:aws:iam::222222222222:role/acme-prod-finance-analyst',
    target: { kind: 'table', catalogId: '111111111111', database: 'sales', table: 'orders_v1' },
    permissions,
  };
  writeFileSync(
    join(directory, 'documents/written.json'),
    JSON.stringify({ schema: 'freehold.grants.v1', owner: 'orders/v1', grants: [grant] }),
  );
  const Resources = { Grants: { Type: 'Custom::FreeholdGrants', Properties: { sha256 } } };
  const template = resolveTemplate(parseTemplate({ Resources }), SCOPE);
  const resources = declaredGrantsOf(template, directory);
  return checkTemplate({ ...template, resources }, TEMPLATE_RULES).map(
    (finding) => `${finding.logicalId} ${findingId(finding)}`,
  );
}

describe('the grants that a stack declares', () => {
  it('are held to the rules', () => {
    expect(findings('written', ['SELECT'])).toEqual([]);
    expect(findings('written', ['SELECT', 'DROP'])).toEqual(['Grants L-5[DROP]']);
  });

  it('are not proven where their document is missing', () => {
    expect(findings('missing', ['SELECT']).map((finding) => finding.slice(0, 24))).toEqual([
      'Grants L-5[not-proven:-E',
      'Grants L-10[not-proven:-',
      'Grants L-11[not-proven:-',
    ]);
  });
});
