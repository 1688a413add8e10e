import type { DependencyGraph } from '../../core/cloudformation/dependency-graph.ts';

export type GraphRun = {
  readonly failures: ReadonlyMap<string, unknown>;
  /** Nodes that were never started, because something failed before. */
  readonly skipped: readonly string[];
};

export type GraphOptions = {
  readonly concurrency: number;
  /** `stop`: start nothing new after a failure. `continue`: only what depends on the failed node waits. */
  readonly onFailure: 'stop' | 'continue';
};

/** Works on every node after its dependencies, several at once; resolves when nothing runs any more. */
export function runGraph(
  graph: DependencyGraph,
  work: (node: string) => Promise<void>,
  options: GraphOptions,
): Promise<GraphRun> {
  const waiting = new Set(graph.keys());
  const done = new Set<string>();
  const failures = new Map<string, unknown>();
  let running = 0;
  const isReady = (node: string): boolean =>
    [...(graph.get(node) ?? [])].every((id) => done.has(id) || !graph.has(id));

  return new Promise((resolve) => {
    const settle = (node: string): void => {
      running -= 1;
      if (!failures.has(node)) done.add(node);
      advance();
    };
    const start = (node: string): void => {
      waiting.delete(node);
      running += 1;
      void work(node)
        .catch((error: unknown) => failures.set(node, error))
        .then(() => settle(node));
    };
    const advance = (): void => {
      const mayStart = options.onFailure === 'continue' || failures.size === 0;
      if (mayStart) {
        for (const node of waiting) {
          if (running >= options.concurrency) return;
          if (isReady(node)) start(node);
        }
      }
      if (running === 0) resolve({ failures, skipped: [...waiting] });
    };
    advance();
  });
}
