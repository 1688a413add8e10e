import type {
  DeclaredGrantsDocument,
  GrantDeclaration,
} from '../../../../../core/access/grants/declaration.ts';
import { type Assembly, type AssemblyStack, type Placed, resourcesOf, withDocument } from './assembly.ts';
import type { Site } from './mutant.ts';
import { shapeOf } from './statements.ts';

export type Declared = {
  readonly stack: AssemblyStack;
  readonly key: string;
  readonly document: DeclaredGrantsDocument;
  readonly index: number;
  readonly grant: GrantDeclaration;
};

export type DeclaredDocument = Omit<Declared, 'index' | 'grant'>;

export function documentsOf(assembly: Assembly): readonly DeclaredDocument[] {
  return resourcesOf(assembly, 'Custom::FreeholdGrants').flatMap(({ stack, properties }: Placed) => {
    const key = String(properties['key']);
    // Written by the synthesis, whose type this is.
    const document = assembly.documents.get(key) as DeclaredGrantsDocument | undefined;
    return document ? [{ stack, key, document }] : [];
  });
}

/** Every declared grant: of domains' own roles, or of subscriptions. */
export function declarationsOf(assembly: Assembly, governs: 'domain' | 'tables'): readonly Declared[] {
  return documentsOf(assembly)
    .filter(({ document }) => document.governs.kind === governs)
    .flatMap((of) => of.document.grants.map((grant, index) => ({ ...of, index, grant })));
}

/** A site at which one declared grant is another, or more, or gone. */
export function declaredSite(declared: Declared, words: string, grants: readonly GrantDeclaration[]): Site {
  const { stack, key, document, index, grant } = declared;
  const role = grant.principal.replace(/^.*-/, '');
  const text = `${document.owner} ${role} ${grant.target.kind} ${grant.permissions.join('+')} ${words}`;
  return {
    at: `${stack.path} grant ${index} to ${grant.principal.replace(/^.*\//, '')}: ${words}`,
    shape: shapeOf(
      stack,
      document.governs.kind === 'tables' ? `subscription ${role} ${grant.target.kind} ${words}` : text,
    ),
    apply: (assembly) => {
      const now = assembly.documents.get(key) as DeclaredGrantsDocument;
      const changed = { ...now, grants: now.grants.toSpliced(index, 1, ...grants) };
      return withDocument(assembly, key, changed);
    },
  };
}
