/**
 * Works on items, at most `atOnce` at a time, and answers the results in the items' order. The first failure
 * stops the rest; it is thrown after all have stopped.
 */
export async function runTogether<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const controller = new AbortController();
  const both = AbortSignal.any([signal, controller.signal]);
  const results = Array.from<Result>({ length: items.length });
  const queue = items.entries();
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (both.aborted) return;
      try {
        results[index] = await work(item, index, both);
      } catch (error) {
        failure ??= { error };
        controller.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  signal.throwIfAborted();
  if (failure) throw failure.error;
  return results;
}
