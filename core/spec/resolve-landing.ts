import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, warningAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { LandingFile } from './mesh.ts';
import type { DeclaredProduct } from './resolve-product.ts';
import type { MeshFile } from './spec-schemas.ts';
import type { YamlFile } from './yaml-file.ts';

export type LandingContext = {
  readonly domains: readonly string[];
  readonly products: readonly DeclaredProduct[];
  /** Domains of which a file cannot be read, so that not all sources are known. */
  readonly partial: ReadonlySet<string>;
  /** Whether a `from` can be read; absent where nobody can tell. */
  readonly fileExists: ((from: string) => boolean) | undefined;
};

export function resolveLanding(
  mesh: MeshFile,
  yaml: YamlFile,
  { domains, products, partial, fileExists }: LandingContext,
): { readonly landing: readonly LandingFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const landing = mesh.landing ?? [];
  for (const [index, { from, to }] of landing.entries()) {
    const slash = to.indexOf('/');
    const [domain, key] = slash === -1 ? [to, ''] : [to.slice(0, slash), to.slice(slash + 1)];
    const span = yaml.spanOf(['landing', index, 'to']);
    if (!domains.includes(domain)) {
      const message = `the mesh has no domain "${domain}"`;
      diagnostics.push(errorAt(span, { code: 'UnknownDomain', message, hint: suggest(domain, domains) }));
    } else if (!isKey(key)) {
      const message = `"${to}" names no file in the landing bucket of ${domain}`;
      const hint = `write ${domain}/<prefix>/<file>`;
      diagnostics.push(errorAt(span, { code: 'InvalidValue', message, hint }));
    } else {
      const prefixes = products
        .filter((product) => product.domain === domain)
        .flatMap(({ sources }) => sources.map(({ prefix }) => prefix));
      if (!partial.has(domain) && !prefixes.some((prefix) => key.startsWith(prefix))) {
        const message = `no source of ${domain} reads ${key}`;
        const hint = suggest(
          key,
          prefixes.map((prefix) => `${prefix}…`),
        );
        diagnostics.push(warningAt(span, { code: 'UnreadLanding', message, hint }));
      }
    }
    const fromSpan = yaml.spanOf(['landing', index, 'from']);
    if (!isInside(from)) {
      const message = `"${from}" is not a path below the mesh`;
      const hint = 'write landing/<file>, or npm:<package>/<path>';
      diagnostics.push(errorAt(fromSpan, { code: 'InvalidValue', message, hint }));
    } else if (fileExists?.(from) === false) {
      const message = `there is no file "${from}"`;
      const hint = from.startsWith('npm:') ? 'install the package, or mend the path' : undefined;
      diagnostics.push(errorAt(fromSpan, { code: 'LandingFileNotFound', message, hint }));
    }
  }
  return { landing, diagnostics };
}

const isKey = (key: string): boolean =>
  key !== '' && !key.endsWith('/') && key.split('/').every((part) => !['', '.', '..'].includes(part));

/** Nobody's spec may reach outside the mesh, or outside a package. */
function isInside(from: string): boolean {
  const path = from.startsWith('npm:') ? from.slice('npm:'.length) : from;
  return isKey(path) && !path.includes('\\') && !/^[A-Za-z]:/.test(path);
}
