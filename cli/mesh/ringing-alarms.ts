import { stateMachinePrefix } from '../../core/naming/names.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import { cloudwatchClient, type Connection } from './clients.ts';
import { accountIn } from './environment.ts';

/** An alarm of a domain that is in the state `ALARM`. */
export type RingingAlarm = {
  readonly domain: string;
  readonly name: string;
  readonly since: string;
  readonly reason: string;
};

/** CloudWatch answers at most a hundred at a time: more than that nobody reads. */
const ALARMS_MAX = 100;

/** What every domain's alarms say now, those that ring longest first. */
export async function ringingAlarms(
  connection: Connection,
  mesh: Mesh,
  environment: Environment,
): Promise<readonly RingingAlarm[]> {
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const found = mesh.domains.map(async ({ name: domain }) => {
    const account = accountIn(mesh, environment.name, domain);
    const client = await cloudwatchClient(connection, connection.rootCredentials(account));
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({
        // Alarms have the separator that machines have, so that no other domain's begin so.
        AlarmNamePrefix: stateMachinePrefix(names, domain),
        AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
        StateValue: 'ALARM',
        MaxRecords: ALARMS_MAX,
      }),
    );
    return [...MetricAlarms, ...CompositeAlarms].map(
      ({ AlarmName: name = '', StateUpdatedTimestamp: since, StateReason: reason = '' }) => ({
        domain,
        name,
        since: since?.toISOString() ?? '',
        reason,
      }),
    );
  });
  return (await Promise.all(found)).flat().toSorted((a, b) => a.since.localeCompare(b.since));
}
