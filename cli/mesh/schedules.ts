import { domainName } from '../../core/naming/names.ts';
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
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const fired = mesh.domains.flatMap((domain) =>
    NAMESPACE_SCHEDULES.map(async (schedule) => {
      await sandbox.runSchedule({
        account: accountIn(mesh, environment.name, domain.name),
        region: environment.region,
        name: domainName(names, domain.name, schedule),
      });
    }),
  );
  await Promise.all(fired);
  await sandbox.idle();
  return fired.length;
}
