import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredGrantsDocument } from '../../core/access/grants/declaration.ts';
import { GRANT_TYPE } from '../../core/template-rules/grants/grant-type.ts';
import type { RuleResource, RuleTemplate } from '../../core/template-rules/template-rule.ts';

/** The grants that the stack's documents declare, each as a resource; documents lie beside the templates. */
export function declaredGrantsOf({ resources }: RuleTemplate, directory: string): readonly RuleResource[] {
  return resources
    .filter(({ type }) => type === 'Custom::FreeholdGrants')
    .flatMap((resource) => grantsOf(resource, join(directory, 'documents')));
}

function grantsOf(resource: RuleResource, directory: string): readonly RuleResource[] {
  try {
    const text = readFileSync(join(directory, `${String(resource.properties['sha256'])}.json`), 'utf8');
    // Written by `DeclaredGrants` in the same process.
    const { owner, grants } = JSON.parse(text) as DeclaredGrantsDocument;
    return grants.map((grant) => ({ ...resource, type: GRANT_TYPE, properties: { owner, ...grant } }));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return [{ ...resource, type: GRANT_TYPE, problem }];
  }
}
