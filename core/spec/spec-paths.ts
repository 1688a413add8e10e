/** What a file of a mesh is, by its path below the mesh root. */
export type SpecPath =
  | { readonly kind: 'mesh' }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'contract' | 'pipeline'; readonly domain: string; readonly product: string }
  | { readonly kind: 'sql'; readonly domain: string; readonly product: string; readonly step: string }
  | { readonly kind: 'access'; readonly domain: string; readonly product: string; readonly name: string }
  /** Read by another part of Freehold: policies, waivers, notes for people. */
  | { readonly kind: 'other' }
  /** In a place where only the files above belong. */
  | { readonly kind: 'unexpected' };

const PRODUCT_FILES: Readonly<Record<string, 'contract' | 'pipeline'>> = {
  'contract.yaml': 'contract',
  'pipeline.yaml': 'pipeline',
};

/** Files that could be a misspelt part of the specification. */
const SPEC_LIKE = /\.(ya?ml|sql)$/i;

export function classifyPath(path: string): SpecPath {
  if (path === 'mesh.yaml') return { kind: 'mesh' };
  const [top, domain = '', ...below] = path.split('/');
  if (top !== 'domains') return { kind: 'other' };
  if (below.length === 1 && below[0] === 'domain.yaml') return { kind: 'domain', domain };
  if (below[0] === 'products' && below.length >= 3) {
    return classifyProductFile(domain, below[1] ?? '', below.slice(2));
  }
  if (below[0] === 'policies') return { kind: 'other' };
  return notSpec(path);
}

function classifyProductFile(domain: string, product: string, below: readonly string[]): SpecPath {
  const [file = '', inner] = below;
  if (below.length === 1) {
    const kind = PRODUCT_FILES[file];
    if (kind !== undefined) return { kind, domain, product };
    if (file.endsWith('.sql')) return { kind: 'sql', domain, product, step: file.slice(0, -'.sql'.length) };
  }
  if (below.length === 2 && file === 'access' && inner?.endsWith('.yaml') === true) {
    return { kind: 'access', domain, product, name: inner.slice(0, -'.yaml'.length) };
  }
  return notSpec(below.join('/'));
}

const notSpec = (path: string): SpecPath => ({ kind: SPEC_LIKE.test(path) ? 'unexpected' : 'other' });
