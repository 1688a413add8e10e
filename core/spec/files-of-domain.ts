import { glueDatabase } from '../naming/names.ts';
import type { SpecFiles } from './spec-files.ts';
import { classifyPath } from './spec-paths.ts';

/**
 * The files that decide how one domain is built, so that its synthesis does not grow with the mesh: its own, what
 * every domain is, and the products of domains that its SQL names or that name it in a subscription. Names are
 * looked for in the text: one that is not there cannot be meant, unless it is escaped.
 */
export function filesOfDomain(files: SpecFiles, domain: string): SpecFiles {
  const neighbours = neighboursOf(files, domain);
  return new Map(
    [...files].filter(([file]) => {
      const path = classifyPath(file);
      if (!('domain' in path)) return path.kind !== 'unexpected' || file.startsWith(`domains/${domain}/`);
      if (path.domain === domain || path.kind === 'domain') return true;
      return neighbours.has(path.domain);
    }),
  );
}

function neighboursOf(files: SpecFiles, domain: string): ReadonlySet<string> {
  const queries: string[] = [];
  const found = new Set<string>();
  const others = new Set<string>();
  for (const [file, text] of files) {
    const path = classifyPath(file);
    if (!('domain' in path)) continue;
    if (path.domain !== domain) others.add(path.domain);
    else if (path.kind === 'sql') queries.push(text.toLowerCase());
    if (path.kind === 'access' && mayName(text, domain)) found.add(path.domain);
  }
  for (const other of others) {
    if (queries.some((query) => mayName(query, glueDatabase(other, 'products')))) found.add(other);
  }
  return found;
}

const mayName = (text: string, name: string): boolean => text.includes(name) || text.includes('\\');
