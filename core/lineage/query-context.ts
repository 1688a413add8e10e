import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding } from '../diagnostics/report.ts';
import type { StepInput } from '../spec/mesh.ts';
import { inputKey, type Relation, type RelationColumn, type Scope } from './relation.ts';
import type { SqlSource } from './parse-sql.ts';
import type { Extent, Json } from './sql-ast.ts';
import type { SqlType } from './sql-types.ts';

/** What a name in FROM stands for. */
export type FoundInput =
  | {
      readonly input: StepInput;
      readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
      /** The columns could not be determined; that was already reported. */
      readonly isOpen: boolean;
    }
  | { readonly finding: Finding };

export type FindInput = (domain: string | undefined, table: string) => FoundInput;

/** A place in the text where an input is named, for the template. */
export type InputReference = { readonly input: StepInput; readonly extent: Extent; readonly alias?: string };

/** Columns of an input that the query reads anywhere, with the place of the first reading. */
export type InputReads = {
  readonly input: StepInput;
  readonly extent: Extent;
  readonly columns: Map<string, Extent>;
};

/** The WITH queries that are in sight, by name. */
export type Environment = ReadonlyMap<string, Relation>;

export type Surroundings = { readonly environment: Environment; readonly parent: Scope | undefined };

/** Result columns of a query. */
export type AnalyzeQuery = (
  context: QueryContext,
  query: unknown,
  surroundings: Surroundings,
) => readonly RelationColumn[];

export type QueryContextOptions = {
  readonly source: SqlSource;
  readonly findInput: FindInput;
  /** Queries stand in FROM and in expressions, whose own files may not import the one of queries. */
  readonly analyze: AnalyzeQuery;
};

/** The state of one query's analysis. */
export class QueryContext {
  readonly source: SqlSource;
  readonly findInput: FindInput;
  readonly #analyze: AnalyzeQuery;
  readonly diagnostics: Diagnostic[] = [];
  readonly references: InputReference[] = [];
  readonly reads = new Map<string, InputReads>();
  /** Table nodes that were understood; one that is left over is an input that nobody saw. */
  readonly understood = new Set<Json>();
  /** An input has unknown columns. */
  isPartial = false;

  constructor({ source, findInput, analyze }: QueryContextOptions) {
    this.source = source;
    this.findInput = findInput;
    this.#analyze = analyze;
  }

  analyze(query: unknown, surroundings: Surroundings): readonly RelationColumn[] {
    return this.#analyze(this, query, surroundings);
  }

  report(extent: Extent, finding: Finding): void {
    this.diagnostics.push(errorAt(this.source.spanOf(extent), finding));
  }

  readInput(input: StepInput, extent: Extent): void {
    const key = inputKey(input);
    if (!this.reads.has(key)) this.reads.set(key, { input, extent, columns: new Map() });
  }

  /** Notes that a column is read, whatever comes of it: filters and sort orders count. */
  readColumn(column: Relation['columns'][number], extent: Extent): void {
    for (const origin of column.origins) {
      const read = this.reads.get(inputKey(origin.input));
      if (read !== undefined && !read.columns.has(origin.column)) read.columns.set(origin.column, extent);
    }
  }
}
