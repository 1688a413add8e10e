import type { LfTagPair } from './grant.ts';
import type { LakeState, LakeTable, LfTags } from './lake-state.ts';

/** AND over keys, OR over the values of a key; a key that the expression leaves out does not matter. */
export function matchesExpression(tags: LfTags, expression: readonly LfTagPair[]): boolean {
  return expression.every(({ key, values }) => {
    const value = tags[key];
    return value !== undefined && values.includes(value);
  });
}

export function databaseTags(state: LakeState, database: string): LfTags {
  return state.tagsOf({ database });
}

/** Database → table → column; a value that is set further down overrides. */
export function tableTags(state: LakeState, table: { database: string; name: string }): LfTags {
  return {
    ...databaseTags(state, table.database),
    ...state.tagsOf({ database: table.database, table: table.name }),
  };
}

/** Columns whose tags, own and inherited, match the expression. */
export function matchingColumns(
  state: LakeState,
  table: LakeTable,
  expression: readonly LfTagPair[],
): readonly string[] {
  const inherited = tableTags(state, table);
  return table.columns.filter((column) => {
    const own = state.tagsOf({ database: table.database, table: table.name, column });
    return matchesExpression({ ...inherited, ...own }, expression);
  });
}
