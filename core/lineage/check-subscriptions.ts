import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding } from '../diagnostics/report.ts';
import { waitsFor } from '../spec/describe-state.ts';
import type { Subscription, Upstream } from '../spec/mesh.ts';
import type { StepReads } from './compile-steps.ts';

/** Subscriptions of a product of another domain. */
export type FindSubscriptions = (upstream: Upstream) => {
  readonly live: readonly Subscription[];
  /** Those that grant nothing. */
  readonly dormant: readonly Subscription[];
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
      const { live, dormant, directory, isPartial } = find(input);
      const name = `${input.domain}.${input.table}`;
      const isOwn = ({ consumer, roles, table }: Subscription): boolean =>
        consumer === domain && table === input.table && roles.includes('pipeline');
      const own = live.find(isOwn);
      if (own === undefined && isPartial) return [];
      if (own === undefined) {
        const asked = { domain, name, columns: [...columns.keys()], directory };
        return [errorAt(source.spanOf(extent), missing(asked, dormant.find(isOwn)))];
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

type Asked = {
  readonly domain: string;
  /** `<domain>.<table>` */
  readonly name: string;
  readonly columns: readonly string[];
  readonly directory: string;
};

function missing(asked: Asked, dormant: Subscription | undefined): Finding {
  const { domain, name, columns, directory } = asked;
  const list = columns.join(',');
  const request = `bin/mesh request ${name} --as ${domain}${list === '' ? '' : ` --columns ${list}`} --purpose "…"`;
  if (dormant === undefined) {
    const message = `${domain} has no subscription to ${name} for its pipeline`;
    const hint = `ask for it with \`${request}\`, which adds ${directory}/access/${domain}.yaml`;
    return { code: 'NoSubscription', message, hint };
  }
  const message = `the subscription of ${domain} to ${name} ${whyDormant(dormant)}`;
  const hint =
    dormant.state === 'pending'
      ? `its owner decides about ${dormant.file}`
      : `ask again with \`${request}\`, or do not read it`;
  return { code: 'NoSubscription', message, hint };
}

function whyDormant(subscription: Subscription): string {
  const { state, expires, denied, revoked } = subscription;
  if (state === 'expired') return `ended on ${expires}`;
  const decision = denied ?? revoked;
  if (decision === undefined) return waitsFor(subscription);
  return `was ${state} by ${decision.by} on ${decision.on}: ${decision.reason}`;
}
