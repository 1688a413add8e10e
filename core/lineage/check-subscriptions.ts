import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import type { Subscription, Upstream } from '../spec/mesh.ts';
import type { StepReads } from './compile-steps.ts';

/** Live subscriptions of a product of another domain. */
export type FindSubscriptions = (upstream: Upstream) => {
  readonly subscriptions: readonly Subscription[];
  /** A subscription cannot be read, so that nothing is said of one that seems to lack. */
  readonly isPartial: boolean;
  readonly directory: string;
};

/** A pipeline reads another domain's product only where a subscription of its domain's pipeline covers the columns. */
export function checkSubscriptions(
  domain: string,
  steps: readonly StepReads[],
  find: FindSubscriptions,
): Diagnostic[] {
  return steps.flatMap(({ source, reads }) =>
    reads.flatMap(({ input, extent, columns }) => {
      if (input.kind !== 'product' || input.domain === domain) return [];
      const { subscriptions, directory, isPartial } = find(input);
      const name = `${input.domain}.${input.table}`;
      const own = subscriptions.find(
        ({ consumer, roles, table }) =>
          consumer === domain && table === input.table && roles.includes('pipeline'),
      );
      if (own === undefined && isPartial) return [];
      if (own === undefined) {
        const message = `${domain} has no subscription to ${name} for its pipeline`;
        const list = [...columns.keys()].join(',');
        const request = `bin/mesh request ${name} --as ${domain}${list === '' ? '' : ` --columns ${list}`} --purpose "…"`;
        const hint = `ask for it with \`${request}\`, which adds ${directory}/access/${domain}.yaml`;
        return [errorAt(source.spanOf(extent), { code: 'NoSubscription', message, hint })];
      }
      return [...columns]
        .filter(([column]) => !own.columns.includes(column))
        .map(([column, place]) =>
          errorAt(source.spanOf(place), {
            code: 'ColumnNotSubscribed',
            message: `the subscription of ${domain} does not cover the column "${column}" of ${name}`,
            hint: `add it to ${own.file}, if its owner agrees, or do not read it`,
          }),
        );
    }),
  );
}
