import type { DeclaredLink, GrantDeclaration } from './declaration.ts';

export type DeclarationChange = {
  readonly kind: 'gained' | 'lost';
  readonly declaration: GrantDeclaration;
};

/** What somebody may do after a change that they could not before, and the reverse. The last day counts as a change. */
export function compareDeclarations(
  before: readonly GrantDeclaration[],
  after: readonly GrantDeclaration[],
): readonly DeclarationChange[] {
  const keysBefore = new Set(before.map(keyOf));
  const keysAfter = new Set(after.map(keyOf));
  return [
    ...after.filter((one) => !keysBefore.has(keyOf(one))).map((declaration) => change('gained', declaration)),
    ...before.filter((one) => !keysAfter.has(keyOf(one))).map((declaration) => change('lost', declaration)),
  ];
}

const change = (kind: DeclarationChange['kind'], declaration: GrantDeclaration): DeclarationChange => ({
  kind,
  declaration,
});

export type LinkChange = { readonly kind: DeclarationChange['kind']; readonly link: DeclaredLink };

/** Databases of other accounts that come into a domain's own catalog, and go; which of their tables, grants say. */
export function compareLinks(
  before: readonly DeclaredLink[],
  after: readonly DeclaredLink[],
): readonly LinkChange[] {
  const isIn = (links: readonly DeclaredLink[], { database, catalogId }: DeclaredLink): boolean =>
    links.some((link) => link.database === database && link.catalogId === catalogId);
  return [
    ...after.filter((link) => !isIn(before, link)).map((link) => ({ kind: 'gained' as const, link })),
    ...before.filter((link) => !isIn(after, link)).map((link) => ({ kind: 'lost' as const, link })),
  ];
}

/** `because` names a file, which may move without a change of what is granted. */
function keyOf({ principal, target, permissions, expires }: GrantDeclaration): string {
  const sorted = Object.entries(target).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([principal, sorted.map(inOrder), [...permissions].sort(), expires?.slice(0, 10)]);
}

/** Columns have no order in a grant. */
function inOrder([key, value]: readonly [string, unknown]): readonly unknown[] {
  return [key, Array.isArray(value) ? value.map(String).sort() : value];
}
