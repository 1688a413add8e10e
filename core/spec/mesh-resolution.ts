import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, hasErrors, sortDiagnostics, startOf } from '../diagnostics/report.ts';
import { type ApprovalRule, approvalRules } from '../governance/approval-rules.ts';
import { checkSubscriptions } from '../lineage/check-subscriptions.ts';
import { compileSteps, type StepReads } from '../lineage/compile-steps.ts';
import { parseSql } from '../lineage/parse-sql.ts';
import type { ReadSql } from '../lineage/sql-reading.ts';
import { ProductCatalog } from '../lineage/product-catalog.ts';
import { checkAccountLimits } from './check-account-limits.ts';
import { checkCollisions } from './check-collisions.ts';
import { checkSharedAccounts } from './check-environments.ts';
import { checkNameLengths } from './check-names.ts';
import type { DomainRole, Mesh, Product, Upstream } from './mesh.ts';
import { findProductCycles } from './product-cycles.ts';
import { filesOfDomain } from './files-of-domain.ts';
import { resolveDomain, rolesOf } from './resolve-domain.ts';
import { resolveEnvironments } from './resolve-environments.ts';
import { resolveLanding } from './resolve-landing.ts';
import { type DeclaredProduct, declareProduct } from './resolve-product.ts';
import { type ResolvedSubscriptions, resolveSubscriptions } from './resolve-subscriptions.ts';
import { type ParsedSpec, parseSpec, type SpecFiles } from './spec-files.ts';
import { DEFAULT_RUNG } from '../access/grants/ladder.ts';
import { type MeshFile, NAME } from './spec-schemas.ts';
import type { YamlFile } from './yaml-file.ts';

export type ResolveOptions = {
  readonly now: Date;
  /** Whether a file to land can be read; without it, nothing is said of such files. */
  readonly fileExists?: (from: string) => boolean;
  /**
   * Only what builds this domain: of its neighbours, contracts and subscriptions without steps; of all others,
   * that they exist. Faults elsewhere are not looked for.
   * @default - the whole mesh
   */
  readonly domain?: string;
  /**
   * Contracts and subscriptions without steps: who may read what does not depend on SQL, and SQL may be in error
   * just because of what may not be read yet.
   * @default false
   */
  readonly isWithoutSteps?: boolean;
};

export type ResolvedMesh = {
  /** Absent where there is an error: nothing is built from a mesh that is partly understood. */
  readonly mesh?: Mesh;
  /** All that is wrong, in the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[];
};

/** `resolveMesh` with a reader of SQL that the caller brings. */
export function resolveMeshWith(readSql: ReadSql, files: SpecFiles, options: ResolveOptions): ResolvedMesh {
  const { domain } = options;
  const wanted = domain === undefined ? files : filesOfDomain(files, domain);
  const spec = parseSpec(wanted);
  const { value, yaml } = spec.mesh ?? {};
  if (value === undefined || yaml === undefined) return withoutMesh(spec);
  const rules = approvalRules(wanted, todayOf(options));
  const resolved = new MeshResolution(spec, { file: value, yaml }, { ...options, readSql, rules }).resolve();
  const diagnostics = sortDiagnostics([...spec.diagnostics, ...resolved.diagnostics]);
  return hasErrors(diagnostics) ? { diagnostics } : { mesh: resolved.mesh, diagnostics };
}

function withoutMesh({ mesh, diagnostics }: ParsedSpec): ResolvedMesh {
  if (mesh !== undefined) return { diagnostics: sortDiagnostics(diagnostics) };
  const message = 'the directory has no mesh.yaml';
  const hint = 'run the command where mesh.yaml is, or name the directory with -C';
  const missing = errorAt(startOf('mesh.yaml'), { code: 'MeshNotFound', message, hint });
  return { diagnostics: [missing, ...sortDiagnostics(diagnostics)] };
}

type ResolutionOptions = ResolveOptions & {
  readonly readSql: ReadSql;
  readonly rules: readonly ApprovalRule[];
};

type MeshSource = { readonly file: MeshFile; readonly yaml: YamlFile };

class MeshResolution {
  readonly #spec: ParsedSpec;
  readonly #source: MeshSource;
  readonly #options: ResolutionOptions;
  readonly #roles: ReadonlyMap<string, readonly DomainRole[]>;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(spec: ParsedSpec, source: MeshSource, options: ResolutionOptions) {
    this.#spec = spec;
    this.#source = source;
    this.#options = options;
    this.#roles = new Map(spec.domains.map((domain) => [domain.name, rolesOf(domain)]));
  }

  resolve(): { readonly mesh: Mesh; readonly diagnostics: readonly Diagnostic[] } {
    const { file, yaml } = this.#source;
    this.#checkMesh();
    const environments = this.#keep(resolveEnvironments(file, yaml)).environments;
    const declared = this.#declareProducts();
    const products = this.#resolveProducts(declared);
    const byDomain = Map.groupBy(products, ({ domain }) => domain);
    const domains = this.#spec.domains.map((domain) => {
      const context = { mesh: file, environments, products: byDomain.get(domain.name) ?? [] };
      return this.#keep(resolveDomain(domain, context)).domain;
    });
    const { landing } = this.#keep(
      resolveLanding(file, yaml, {
        domains: domains.map(({ name }) => name),
        products: declared,
        partial: this.#domainsWithUnknownSources(),
        fileExists: this.#options.fileExists,
      }),
    );
    this.#diagnostics.push(...findProductCycles(products));
    this.#diagnostics.push(
      ...checkNameLengths(file.name, environments, domains),
      ...checkCollisions(file.name, environments, domains),
      ...checkSharedAccounts(environments, domains),
      ...checkAccountLimits(environments, domains),
    );
    const { name, title, description = '', classifications, defaults = {} } = file;
    const { undeclaredGrants = DEFAULT_RUNG } = file;
    const head = { name, title, description, classifications, environments, defaults, undeclaredGrants };
    return {
      mesh: { ...head, domains, landing },
      diagnostics: this.#diagnostics,
    };
  }

  #keep<T extends { readonly diagnostics: readonly Diagnostic[] }>(resolved: T): T {
    this.#diagnostics.push(...resolved.diagnostics);
    return resolved;
  }

  #checkMesh(): void {
    const { file, yaml } = this.#source;
    if (!NAME.test(file.name)) {
      const message = `the mesh name "${file.name}" is not lower-case letters, digits and single hyphens`;
      this.#diagnostics.push(errorAt(yaml.spanOf(['name']), { code: 'InvalidName', message }));
    }
    for (const [index, name] of file.classifications.entries()) {
      if (file.classifications.indexOf(name) === index) continue;
      const message = `the classification "${name}" is listed twice`;
      const span = yaml.spanOf(['classifications', index]);
      this.#diagnostics.push(errorAt(span, { code: 'DuplicateName', message }));
    }
  }

  #declareProducts(): DeclaredProduct[] {
    const { classifications } = this.#source.file;
    return this.#spec.domains.flatMap((domain) => {
      const owners = new Map<string, string>();
      return [...domain.products.values()].flatMap((files) => {
        const { declared } = this.#keep(declareProduct(files, { classifications }));
        if (declared === undefined) {
          if (this.#options.isWithoutSteps === true) return [];
          for (const { file, text } of files.sql) this.#keep(parseSql(file, text, this.#options.readSql));
          return [];
        }
        this.#checkTableNames(declared, owners);
        return [declared];
      });
    });
  }

  /** Tables of a domain share a Glue database. */
  #checkTableNames(product: DeclaredProduct, owners: Map<string, string>): void {
    for (const [index, { name }] of product.tables.entries()) {
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, product.name);
      else if (owner !== product.name) {
        const message = `the table "${name}" is also in the contract of the product "${owner}"`;
        const span = product.yaml.spanOf(['schema', index, 'name']);
        const hint = 'tables are unique in a domain: give one of them another name';
        this.#diagnostics.push(errorAt(span, { code: 'DuplicateName', message, hint }));
      }
    }
  }

  #resolveProducts(declared: readonly DeclaredProduct[]): Product[] {
    const catalog = new ProductCatalog();
    for (const product of declared) {
      for (const table of product.tables) catalog.add({ table, upstream: upstreamOf(product, table.name) });
    }
    for (const domain of this.#partialDomains()) catalog.markPartial(domain);
    const subscriptions = new Map(
      declared.map((product) => [product.id, this.#resolveSubscriptions(product)] as const),
    );
    return declared.map((product) => {
      const known = subscriptions.get(product.id);
      if (!this.#isWanted(product.domain)) return this.#assemble(product, [], known);
      const compiled = this.#keep(
        compileSteps({
          domain: product.domain,
          product: product.name,
          files: product.files.sql,
          tables: product.tables,
          sources: product.sources,
          readSql: this.#options.readSql,
          catalog,
          isPartial: hasErrors(product.files.pipeline?.diagnostics ?? []),
        }),
      );
      this.#checkReads(product, compiled.reads, subscriptions);
      return this.#assemble(product, compiled.steps, known);
    });
  }

  #isWanted(domain: string): boolean {
    const { domain: only, isWithoutSteps = false } = this.#options;
    return !isWithoutSteps && (only === undefined || only === domain);
  }

  #domainsWithUnknownSources(): ReadonlySet<string> {
    const others = this.#spec.domains.filter(({ name }) => !this.#isWanted(name));
    return new Set([...this.#partialDomains(), ...others.map(({ name }) => name)]);
  }

  /** Domains of which a contract or a pipeline cannot be read. */
  #partialDomains(): ReadonlySet<string> {
    const partial = this.#spec.domains.filter(({ products }) =>
      [...products.values()].some(
        ({ contract, pipeline }) => contract?.value === undefined || hasErrors(pipeline?.diagnostics ?? []),
      ),
    );
    return new Set(partial.map(({ name }) => name));
  }

  #checkReads(
    product: DeclaredProduct,
    reads: readonly StepReads[],
    subscriptions: ReadonlyMap<string, ResolvedSubscriptions>,
  ): void {
    const found = checkSubscriptions(product.domain, reads, (upstream) => ({
      ...(subscriptions.get(upstream.product) ?? { live: [], dormant: [], isPartial: false }),
      directory: `domains/${upstream.domain}/products/${upstream.productName}`,
    }));
    this.#diagnostics.push(...found);
  }

  #assemble(
    declared: DeclaredProduct,
    steps: Product['steps'],
    subscriptions: ResolvedSubscriptions | undefined,
  ): Product {
    const { files, yaml: _, ...product } = declared;
    const pipeline = files.pipeline?.value ?? {};
    const upstreams = distinctUpstreams(steps);
    const timezone = pipeline.timezone ?? this.#source.file.defaults?.timezone ?? 'UTC';
    return {
      ...product,
      steps,
      upstreams,
      ...(pipeline.schedule !== undefined && { schedule: { expression: pipeline.schedule, timezone } }),
      after: pipeline.after ?? (upstreams.length > 0 ? 'all' : 'none'),
      subscriptions: subscriptions?.live ?? [],
      dormant: subscriptions?.dormant ?? [],
    };
  }

  #resolveSubscriptions(product: DeclaredProduct): ResolvedSubscriptions {
    return this.#keep(
      resolveSubscriptions(product, {
        rolesOf: this.#roles,
        classifications: this.#source.file.classifications,
        rules: this.#options.rules,
        today: todayOf(this.#options),
      }),
    );
  }
}

const todayOf = ({ now }: ResolveOptions): string => now.toISOString().slice(0, 'yyyy-mm-dd'.length);

function upstreamOf(product: DeclaredProduct, table: string): Upstream {
  const { id, domain, name, major } = product;
  return { product: id, domain, productName: name, table, major };
}

function distinctUpstreams(steps: Product['steps']): Upstream[] {
  const found = new Map<string, Upstream>();
  for (const { inputs } of steps) {
    for (const input of inputs) {
      if (input.kind !== 'product') continue;
      const { kind: _, ...upstream } = input;
      found.set(`${upstream.domain}.${upstream.table}`, upstream);
    }
  }
  return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, upstream]) => upstream);
}
