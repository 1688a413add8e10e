import type { ColumnOrigin, StepInput } from '../spec/mesh.ts';
import type { Extent } from './sql-ast.ts';
import type { SqlType } from './sql-types.ts';

export type Transformation = ColumnOrigin['transformation'];

/** A column of a table, a subquery or a result, and the input columns that it was made of. */
export type RelationColumn = {
  readonly name: string;
  readonly type: SqlType;
  readonly origins: readonly ColumnOrigin[];
  /** An input or a CAST says the type, so that no engine takes it for another. */
  readonly hasStatedType: boolean;
  /** Where the query makes it. */
  readonly extent?: Extent;
  /** False where the query gives it no name. */
  readonly isNamed: boolean;
};

/** Something that stands in FROM. */
export type Relation = {
  readonly alias: string | undefined;
  readonly columns: readonly RelationColumn[];
  /** Its columns are not known, because something is wrong with it; nothing more is said about them. */
  readonly isOpen: boolean;
};

/** The relations that a query's expressions see; a subquery also sees those of the query around it. */
export type Scope = {
  readonly relations: readonly Relation[];
  /** Columns that USING made one. */
  readonly merged: ReadonlySet<string>;
  readonly parent: Scope | undefined;
};

export function inputRelation(
  alias: string,
  input: StepInput,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
): Relation {
  return {
    alias,
    isOpen: false,
    columns: columns.map(({ name, type }) => ({
      name,
      type,
      origins: [{ input, column: name, transformation: 'IDENTITY' }],
      hasStatedType: true,
      isNamed: true,
    })),
  };
}

export const openRelation = (alias: string | undefined): Relation => ({ alias, columns: [], isOpen: true });

/** `outer` applied to what `inner` made. */
export function composeTransformation(outer: Transformation, inner: Transformation): Transformation {
  if (outer === 'AGGREGATION' || inner === 'AGGREGATION') return 'AGGREGATION';
  return outer === 'IDENTITY' ? inner : outer;
}

const STRENGTH: readonly Transformation[] = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'];

/** Origins after one more transformation; a column that counts twice keeps the stronger one. */
export function transformOrigins(
  origins: readonly ColumnOrigin[],
  transformation: Transformation,
): ColumnOrigin[] {
  const found = new Map<string, ColumnOrigin>();
  for (const origin of origins) {
    const next = {
      ...origin,
      transformation: composeTransformation(transformation, origin.transformation),
    };
    const key = `${inputKey(origin.input)}.${origin.column}`;
    const known = found.get(key);
    const isStronger =
      known === undefined || STRENGTH.indexOf(next.transformation) > STRENGTH.indexOf(known.transformation);
    if (isStronger) found.set(key, next);
  }
  return [...found.values()];
}

export function inputKey(input: StepInput): string {
  switch (input.kind) {
    case 'product':
      return `product ${input.domain}.${input.table}`;
    case 'source':
      return `source ${input.source}`;
    case 'step':
      return `step ${input.step}`;
  }
}
