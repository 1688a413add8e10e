import type { Domain, Mesh, Owner } from './mesh.ts';

export type CodeOwners = {
  readonly mesh: Pick<Mesh, 'name' | 'domains'>;
  /** Who holds the law and what all domains share. */
  readonly platform: Owner;
  /** Directory of the mesh in its repository, `` or ending in `/`. */
  readonly prefix: string;
};

/** A pattern that means this directory only: what else it could match is not for us to guess. */
const PLAIN = /^([\w.-]+( [\w.-]+)*\/)*$/;

export const isPlainPrefix = (prefix: string): boolean => PLAIN.test(prefix);

/**
 * A CODEOWNERS file with the lines of a mesh: the last line that matches a path decides, so that they stand at the
 * end, between two marks, and what people wrote before them stays.
 */
export function withCodeOwners(before: string, owners: CodeOwners): string {
  const [begin, end] = marksOf(owners.mesh.name);
  const lines = before.split('\n');
  const from = lines.indexOf(begin);
  const to = lines.indexOf(end, from);
  const kept = from === -1 || to === -1 ? lines : [...lines.slice(0, from), ...lines.slice(to + 1)];
  const text = kept.join('\n').trimEnd();
  return [...(text === '' ? [] : [text, '']), begin, ...linesOf(owners), end, ''].join('\n');
}

const marksOf = (mesh: string): readonly [string, string] => [
  `# >>> the mesh ${mesh}: written by mesh codeowners`,
  `# <<< the mesh ${mesh}`,
];

function linesOf({ mesh, platform, prefix }: CodeOwners): readonly string[] {
  const at = `/${prefix.replaceAll(' ', '\\ ')}`;
  const { domains } = mesh;
  return [
    `${prefix === '' ? '*' : at} ${handleOf(platform)}`,
    ...domains.flatMap((domain) => domainLines(at, domain)),
    // Behind the domains', so that no directory of theirs can stand for it.
    `${at}mesh.yaml ${handleOf(platform)}`,
    `${at}governance/ ${handleOf(platform)}`,
    `CODEOWNERS ${handleOf(platform)}`,
  ];
}

/** A domain decides about all that is its own, and so about who reads it. */
function domainLines(at: string, { directory, owner, products }: Domain): readonly string[] {
  return [
    `${at}${directory}/ ${handleOf(owner)}`,
    ...products.map((product) => `${at}${product.directory}/access/ ${handleOf(owner)}`),
  ];
}

const handleOf = ({ handle, email }: Owner): string => handle ?? email;
