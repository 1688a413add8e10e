import type { Cloud } from '../cloud/cloud.ts';

const queues = new WeakMap<Cloud, Map<string, Promise<void>>>();

/** Runs work on one thing after the other, where several resources read, change and write the same document. */
export async function oneAtATime<T>(cloud: Cloud, key: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(cloud) ?? new Map<string, Promise<void>>();
  queues.set(cloud, queue);
  const result = (queue.get(key) ?? Promise.resolve()).then(work);
  const settled = result.then(
    () => undefined,
    () => undefined,
  );
  queue.set(key, settled);
  await settled;
  if (queue.get(key) === settled) queue.delete(key);
  return await result;
}
