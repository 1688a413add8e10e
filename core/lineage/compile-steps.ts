import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { warningAt, startOf } from '../diagnostics/report.ts';
import { nearest, suggest } from '../diagnostics/suggest.ts';
import type { Source, Step, StepInput, Table } from '../spec/mesh.ts';
import { analyzeQuery } from './analyze-query.ts';
import { fitContract } from './fit-contract.ts';
import { parseSql, type SqlQuery } from './parse-sql.ts';
import type { ReadSql } from './sql-reading.ts';
import type { ProductCatalog } from './product-catalog.ts';
import { type FoundInput, type InputReads, QueryContext } from './query-context.ts';
import type { RelationColumn } from './relation.ts';
import { asNode, identifierOf, visit } from './sql-ast.ts';
import type { SqlSource } from './parse-sql.ts';
import { nameColumns } from './step-columns.ts';
import { renderTemplate } from './template.ts';

export type StepFile = { readonly step: string; readonly file: string; readonly text: string };

export type ProductSql = {
  readonly domain: string;
  readonly product: string;
  readonly files: readonly StepFile[];
  readonly tables: readonly Table[];
  readonly sources: readonly Source[];
  readonly catalog: ProductCatalog;
  readonly readSql: ReadSql;
  /** The pipeline file cannot be read, so that an unknown name may be one of its sources. */
  readonly isPartial: boolean;
};

/** What one step reads, with places in its file. */
export type StepReads = { readonly source: SqlSource; readonly reads: readonly InputReads[] };

export type CompiledProduct = {
  /** In an order in which each step follows those that it reads. */
  readonly steps: readonly Step[];
  readonly reads: readonly StepReads[];
  readonly diagnostics: readonly Diagnostic[];
};

/** From the SQL files of a product to its steps: inputs, order, columns, lineage and templates. */
export function compileSteps(product: ProductSql): CompiledProduct {
  const compilation = new Compilation(product);
  for (const { step } of product.files.toSorted((a, b) => (a.step < b.step ? -1 : 1)))
    compilation.compile(step);
  return compilation.finish();
}

type StepState =
  | { readonly kind: 'open' }
  /** `isBroken`: something is wrong with it, so that what it puts out is not certain. */
  | { readonly kind: 'done'; readonly step?: Step; readonly isBroken: boolean };

class Compilation {
  readonly #product: ProductSql;
  readonly #files: ReadonlyMap<string, StepFile>;
  readonly #states = new Map<string, StepState>();
  readonly #steps: Step[] = [];
  readonly #reads: StepReads[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(product: ProductSql) {
    this.#product = product;
    this.#files = new Map(product.files.map((file) => [file.step, file]));
  }

  compile(name: string): StepState {
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const file = this.#files.get(name);
    if (file === undefined) return { kind: 'done', isBroken: true };
    this.#states.set(name, { kind: 'open' });
    const { query, diagnostics } = parseSql(file.file, file.text, this.#product.readSql);
    this.#diagnostics.push(...diagnostics);
    const found = this.#diagnostics.length;
    const step = query === undefined ? undefined : this.#compileQuery(file, query);
    const isBroken = this.#diagnostics.length > found;
    const state: StepState = { kind: 'done', ...(step !== undefined && { step }), isBroken };
    this.#states.set(name, state);
    if (step !== undefined) this.#steps.push(step);
    return state;
  }

  #compileQuery(file: StepFile, query: SqlQuery): Step {
    const context = new QueryContext({
      source: query.source,
      findInput: (domain, table) => this.#find(file.step, domain, table),
      analyze: analyzeQuery,
    });
    const columns = context.analyze(
      { [query.root.tag]: query.root.body },
      { environment: new Map(), parent: undefined },
    );
    reportUnseen(context, query);
    const table = this.#product.tables.find(({ name }) => name === file.step);
    const written = this.#outputColumns(context, { query, columns, table });
    this.#diagnostics.push(...distinct(context.diagnostics));
    this.#reads.push({ source: query.source, reads: [...context.reads.values()] });
    return {
      name: file.step,
      kind: table === undefined ? 'step' : 'table',
      file: file.file,
      sql: file.text,
      template: renderTemplate(query, context.references, written),
      inputs: [...context.reads.values()].map(({ input }) => input),
      columns: written.map(({ name, type, origins }) => ({
        name,
        ...(type !== undefined && { type }),
        lineage: origins,
      })),
    };
  }

  #outputColumns(
    context: QueryContext,
    result: {
      readonly query: SqlQuery;
      readonly columns: readonly RelationColumn[];
      readonly table: Table | undefined;
    },
  ) {
    const named = nameColumns(context, result.columns);
    // A result with an unknown input has unknown columns, and what follows from that is no news.
    const isBroken = context.diagnostics.length > 0 || context.isPartial;
    if (result.table === undefined) return named.asStep(isBroken);
    return fitContract(context, {
      columns: result.columns,
      table: result.table,
      query: result.query,
      isBroken,
    });
  }

  #find(from: string, domain: string | undefined, table: string): FoundInput {
    return domain === undefined ? this.#findLocal(from, table) : this.#findProduct(domain, table);
  }

  #findLocal(from: string, name: string): FoundInput {
    const input: StepInput = { kind: 'step', step: name };
    if (name === from) return { finding: { code: 'StepCycle', message: `the step "${name}" reads itself` } };
    if (this.#files.has(name)) {
      const state = this.compile(name);
      if (state.kind === 'open') {
        const message = `the steps "${from}" and "${name}" need each other`;
        return { finding: { code: 'StepCycle', message, hint: 'let one of them stop reading the other' } };
      }
      const columns = state.step?.columns.map(
        (column) => ({ ...column, type: column.type ?? 'unknown' }) as const,
      );
      return { input, columns: columns ?? [], isOpen: columns === undefined || state.isBroken };
    }
    const source = this.#product.sources.find((candidate) => candidate.name === name);
    if (source !== undefined) {
      return { input: { kind: 'source', source: name }, columns: source.columns, isOpen: false };
    }
    if (this.#product.isPartial)
      return { input: { kind: 'source', source: name }, columns: [], isOpen: true };
    return { finding: this.#unknownLocal(name) };
  }

  #unknownLocal(name: string) {
    const { files, sources, catalog } = this.#product;
    const [owner] = catalog.ownersOf(name);
    const local = [...files.map(({ step }) => step), ...sources.map((source) => source.name)];
    return {
      code: 'UnknownTable',
      message: `the product has no step and no source "${name}"`,
      hint: owner === undefined ? suggest(name, local) : `write ${owner} for the table of that product`,
    } as const;
  }

  #findProduct(domain: string, name: string): FoundInput {
    const { catalog, product } = this.#product;
    const found = catalog.find(domain, name);
    if (found === undefined && catalog.isPartial(domain)) {
      return { input: { kind: 'step', step: name }, columns: [], isOpen: true };
    }
    if (found === undefined) {
      const message = `the mesh has no table "${domain}.${name}"`;
      return { finding: { code: 'UnknownTable', message, hint: catalog.suggestFor(domain, name) } };
    }
    const { upstream, table } = found;
    if (upstream.domain === this.#product.domain && upstream.productName === product) {
      const message = `the product reads its own table "${domain}.${name}"`;
      return {
        finding: { code: 'ProductCycle', message, hint: `write ${name} to read what this run makes` },
      };
    }
    return { input: { kind: 'product', ...upstream }, columns: table.columns, isOpen: false };
  }

  finish(): CompiledProduct {
    const read = new Set(
      this.#steps.flatMap(({ inputs }) =>
        inputs.flatMap((input) => (input.kind === 'step' ? input.step : [])),
      ),
    );
    // Where something is wrong, a step may only seem to be unread.
    const isSound = this.#diagnostics.length === 0;
    const unused = this.#steps.filter(({ name, kind }) => isSound && kind === 'step' && !read.has(name));
    const warnings = unused.map(({ name, file }) => {
      const tables = this.#product.tables.map((table) => table.name);
      const meant = nearest(name, tables);
      const hint = meant === undefined ? 'read it in another file, or delete it' : `did you mean "${meant}"?`;
      const message = `nothing reads the step "${name}", and the contract has no table of that name`;
      return warningAt(startOf(file), { code: 'UnusedStep', message, hint });
    });
    return { steps: this.#steps, reads: this.#reads, diagnostics: [...this.#diagnostics, ...warnings] };
  }
}

/** A table that the analysis did not come by would be an input that nobody granted. */
function reportUnseen(context: QueryContext, { root }: SqlQuery): void {
  visit(root.body, (part) => {
    const node = asNode(part);
    if (node?.tag !== 'table' || !('schema' in node.body) || context.understood.has(node.body)) return;
    const name = identifierOf(node.body['name']);
    if (name === undefined) return;
    const message = `the table "${name.name}" stands where inputs cannot be followed`;
    context.report(name.extent, { code: 'UnsupportedSql', message, hint: 'read it in FROM or JOIN' });
  });
}

/** A recursive query is looked at twice, and what is wrong with it is said once. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}
