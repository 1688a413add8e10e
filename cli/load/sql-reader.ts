import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { invariant } from '../../core/errors/invariant.ts';
import type { ReadSql, SqlReading } from '../../core/lineage/sql-reading.ts';

/** A thread that reads SQL, and the answers in this one. */
export type SqlReader = {
  /** Reads all texts; the answer knows these and no others. Once only. */
  readonly readAll: (texts: readonly string[]) => Promise<ReadSql>;
};

/**
 * The SQL parser in a thread of its own: its WebAssembly takes as long to load and to warm up as all else that a
 * short command does, so both go on at the same time.
 */
export function startSqlReader(): SqlReader {
  const worker = new Worker(new URL('./sql-worker.ts', import.meta.url));
  // From now on, so that a thread that cannot start says why: `once` rejects with its error.
  const answered = once(worker, 'message');
  // A command that ends early does not wait for it.
  worker.unref();
  return {
    readAll: async (texts) => {
      worker.ref();
      worker.postMessage(texts);
      // What `sql-worker.ts` posts.
      const [answers] = (await answered) as [readonly SqlReading[]];
      await worker.terminate();
      const readings = new Map(texts.map((text, index) => [text, answers[index]]));
      return (text) => {
        const reading = readings.get(text);
        invariant(reading, 'every SQL file of the mesh was read ahead');
        return reading;
      };
    },
  };
}
