import type { Contract } from '../contract/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type ReadFile, readContract, readYaml } from './read-yaml.ts';
import { classifyPath } from './spec-paths.ts';
import { AccessFile, DomainFile, MeshFile, PipelineFile } from './spec-schemas.ts';

/** Text of the files of a mesh by path below its root, with forward slashes. */
export type SpecFiles = ReadonlyMap<string, string>;

export type SqlFile = { readonly step: string; readonly file: string; readonly text: string };

export type ProductFiles = {
  readonly domain: string;
  readonly name: string;
  readonly directory: string;
  contract?: ReadFile<Contract>;
  pipeline?: ReadFile<PipelineFile>;
  readonly sql: SqlFile[];
  readonly access: { readonly name: string; readonly file: string; readonly read: ReadFile<AccessFile> }[];
};

export type DomainFiles = {
  readonly name: string;
  readonly directory: string;
  file?: ReadFile<DomainFile>;
  readonly products: Map<string, ProductFiles>;
};

export type ParsedSpec = {
  readonly mesh?: ReadFile<MeshFile>;
  readonly domains: readonly DomainFiles[];
  readonly diagnostics: readonly Diagnostic[];
};

/** Reads every file on its own; what files say of each other is for `resolveMesh`. */
export function parseSpec(files: SpecFiles): ParsedSpec {
  const domains = new Map<string, DomainFiles>();
  const diagnostics: Diagnostic[] = [];
  let mesh: ReadFile<MeshFile> | undefined;
  const keep = <T>(read: ReadFile<T>): ReadFile<T> => {
    diagnostics.push(...read.diagnostics);
    return read;
  };
  for (const [file, text] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const path = classifyPath(file);
    switch (path.kind) {
      case 'mesh':
        mesh = keep(readYaml(file, text, MeshFile));
        break;
      case 'domain':
        domainOf(domains, path.domain).file = keep(readYaml(file, text, DomainFile));
        break;
      case 'contract':
        productOf(domains, path).contract = keep(readContract(file, text));
        break;
      case 'pipeline':
        // An empty file is a pipeline of defaults.
        productOf(domains, path).pipeline = keep(
          readYaml(file, text.trim() === '' ? '{}' : text, PipelineFile),
        );
        break;
      case 'sql':
        productOf(domains, path).sql.push({ step: path.step, file, text });
        break;
      case 'access':
        productOf(domains, path).access.push({
          name: path.name,
          file,
          read: keep(readYaml(file, text, AccessFile)),
        });
        break;
      case 'unexpected':
        diagnostics.push(unexpected(file));
        break;
      case 'other':
        break;
    }
  }
  return { ...(mesh !== undefined && { mesh }), domains: [...domains.values()], diagnostics };
}

function domainOf(domains: Map<string, DomainFiles>, name: string): DomainFiles {
  const known = domains.get(name);
  if (known !== undefined) return known;
  const created: DomainFiles = { name, directory: `domains/${name}`, products: new Map() };
  domains.set(name, created);
  return created;
}

function productOf(
  domains: Map<string, DomainFiles>,
  path: { readonly domain: string; readonly product: string },
): ProductFiles {
  const domain = domainOf(domains, path.domain);
  const known = domain.products.get(path.product);
  if (known !== undefined) return known;
  const created: ProductFiles = {
    domain: path.domain,
    name: path.product,
    directory: `${domain.directory}/products/${path.product}`,
    sql: [],
    access: [],
  };
  domain.products.set(path.product, created);
  return created;
}

const FILE_NAMES = ['domain.yaml', 'contract.yaml', 'pipeline.yaml'];

function unexpected(file: string): Diagnostic {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return errorAt(startOf(file), {
    code: 'UnexpectedFile',
    message: `nothing reads the file ${file}`,
    hint: suggest(name, FILE_NAMES),
  });
}
