import { domainName } from '../../core/naming/names.ts';
import { upstreamDomains } from '../../core/spec/upstream-domains.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { accountIn } from './environment.ts';

/** Schedules that every namespace has. */
const NAMESPACE_SCHEDULES = ['enforce-policies', 'measure-slo'] as const;

/** Fires every namespace's schedules now and waits for them; the count of schedules that fired. */
export async function runNamespaceSchedules(
  sandbox: Sandbox,
  mesh: Mesh,
  environment: Environment,
): Promise<number> {
  const fired = mesh.domains.flatMap(({ name }) =>
    NAMESPACE_SCHEDULES.map((schedule) => ({ domain: name, schedule })),
  );
  return await fire(sandbox, fired, { mesh, environment });
}

/** Links to producers of other accounts can be made once these have shared, and must be there before runs read. */
export async function sweepConsumers(
  sandbox: Sandbox,
  mesh: Mesh,
  environment: Environment,
): Promise<number> {
  const accountOf = (domain: string): string => accountIn(mesh, environment.name, domain);
  const consumers = mesh.domains.filter((domain) =>
    upstreamDomains(mesh, domain).some((producer) => accountOf(producer) !== accountOf(domain.name)),
  );
  const fired = consumers.map(({ name }) => ({ domain: name, schedule: 'enforce-policies' as const }));
  return await fire(sandbox, fired, { mesh, environment });
}

type NamespaceSchedule = {
  readonly domain: string;
  readonly schedule: (typeof NAMESPACE_SCHEDULES)[number];
};

async function fire(
  sandbox: Sandbox,
  schedules: readonly NamespaceSchedule[],
  { mesh, environment }: { readonly mesh: Mesh; readonly environment: Environment },
): Promise<number> {
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const fired = schedules.map(async ({ domain, schedule }) => {
    await sandbox.runSchedule({
      account: accountIn(mesh, environment.name, domain),
      region: environment.region,
      name: domainName(names, domain, schedule),
    });
  });
  await Promise.all(fired);
  await sandbox.idle();
  return fired.length;
}
