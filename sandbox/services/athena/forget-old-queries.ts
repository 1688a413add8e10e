import type { Cloud } from '../../cloud/cloud.ts';
import { queries, queryOrder, tokens } from './store.ts';

/** As long as Athena keeps the history of queries. */
const KEPT_MS = 45 * 86_400_000;

/** Drops queries that Athena would have forgotten, with their tokens; result files stay. */
export function forgetOldQueries(cloud: Cloud): void {
  const oldest = cloud.clock().getTime() - KEPT_MS;
  cloud.store.transaction(() => {
    for (const { scope, key, value } of queries(cloud).listAll()) {
      if (Date.parse(value.submittedAt) < oldest) queries(cloud).delete(scope, key);
    }
    for (const { scope, key, value } of queryOrder(cloud).listAll()) {
      if (!queries(cloud).get(scope, value)) queryOrder(cloud).delete(scope, key);
    }
    for (const { scope, key, value } of tokens(cloud).listAll()) {
      if (!queries(cloud).get(scope, value.id)) tokens(cloud).delete(scope, key);
    }
  });
}
