import { lawPlace } from '../governance/law-place.ts';
import { glueDatabase } from '../naming/names.ts';
import type { SpecFiles } from './spec-files.ts';
import { classifyPath } from './spec-paths.ts';

/**
 * The files that decide how one domain is built, so that its synthesis does not grow with the mesh: its own, what
 * every domain is, and the products of domains that its SQL names or that name it in a subscription. Names are
 * looked for in the text: one that is not there cannot be meant, unless it is escaped.
 */
export function filesOfDomain(files: SpecFiles, domain: string): SpecFiles {
  const neighbours = neighboursOf(files, { domain, paths: [...files.keys()] });
  return new Map([...files].filter(([file]) => isOfDomain(file, { domain, neighbours })));
}

/** Whether a file tells who the neighbours of a domain are, or belongs to it whoever they are. */
export function decidesNeighbours(file: string, domain: string): boolean {
  return classifyPath(file).kind === 'access' || isOfDomain(file, { domain, neighbours: new Set() });
}

/** Whether a domain with these neighbours is built from a file. */
export function isOfDomain(
  file: string,
  { domain, neighbours }: { readonly domain: string; readonly neighbours: ReadonlySet<string> },
): boolean {
  const path = classifyPath(file);
  const [, owner] = /^domains\/([^/]+)\//.exec(file) ?? [];
  if (!('domain' in path)) {
    if (owner === undefined) return path.kind !== 'unexpected';
    // A neighbour's policies say how many must have approved what it grants.
    return owner === domain || (neighbours.has(owner) && lawPlace(file) !== undefined);
  }
  return path.domain === domain || path.kind === 'domain' || neighbours.has(path.domain);
}

/** Domains that the SQL of a domain names, or that name it in a subscription, among those that have any file. */
export function neighboursOf(
  files: SpecFiles,
  { domain, paths }: { readonly domain: string; readonly paths: readonly string[] },
): ReadonlySet<string> {
  const queries: string[] = [];
  const found = new Set<string>();
  for (const [file, text] of files) {
    const path = classifyPath(file);
    if (path.kind === 'sql' && path.domain === domain) queries.push(text.toLowerCase());
    if (path.kind === 'access' && mayName(text, domain)) found.add(path.domain);
  }
  for (const other of domainsAmong(paths)) {
    if (queries.some((query) => mayName(query, glueDatabase(other, 'products')))) found.add(other);
  }
  found.delete(domain);
  return found;
}

function domainsAmong(paths: readonly string[]): ReadonlySet<string> {
  const named = paths.map(classifyPath).flatMap((path) => ('domain' in path ? [path.domain] : []));
  return new Set(named);
}

const mayName = (text: string, name: string): boolean => text.includes(name) || text.includes('\\');
