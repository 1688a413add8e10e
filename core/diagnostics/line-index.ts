import type { SourceSpan } from './diagnostic.ts';

/** Places of the characters of a text, by offset in UTF-16 units. */
export type LineIndex = { readonly spanAt: (start: number, end: number) => SourceSpan };

/** A span ends with its line at the latest. */
export function lineIndex(file: string, text: string): LineIndex {
  let starts: readonly number[] | undefined;
  return {
    spanAt: (start, end) => {
      // Built when first needed: most files have nothing to point at.
      starts ??= lineStarts(text);
      const from = Math.max(0, Math.min(start, text.length));
      const line = lineOf(starts, from);
      const lineStart = starts[line] ?? 0;
      const next = starts[line + 1];
      const lineEnd = next === undefined ? text.length : next - 1;
      const length = Math.max(1, Math.min(end, lineEnd) - from);
      return { file, line: line + 1, column: from - lineStart + 1, length };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that starts at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
