import { describe, expect, it } from 'vitest';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import type { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { deliveries } from '../../../../sandbox/services/events/deliveries.ts';
import { putRule } from '../../../../sandbox/services/events/operations/put-rule.ts';
import { putTargets } from '../../../../sandbox/services/events/operations/targets.ts';
import { createEventsService } from '../../../../sandbox/services/events/service.ts';
import { firings } from '../../../../sandbox/services/scheduler/firings.ts';
import { createScheduleGroup } from '../../../../sandbox/services/scheduler/operations/groups.ts';
import { getSchedule } from '../../../../sandbox/services/scheduler/operations/read-schedules.ts';
import { createSchedule } from '../../../../sandbox/services/scheduler/operations/write-schedules.ts';
import { runScheduleNow } from '../../../../sandbox/services/scheduler/run-schedule-now.ts';
import { createSchedulerService, startSchedules } from '../../../../sandbox/services/scheduler/service.ts';
import { ticker } from '../../../../sandbox/services/scheduler/ticker.ts';
import { fakeService } from '../states/machine.ts';
import { ACCOUNT, REGION, ROLE, ROOT, SCOPE, testCloud } from '../test-cloud.ts';

const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:m:live`;
type Started = { stateMachineArn: string; name: string; input: string };

async function schedule(cloud: Cloud, more: Partial<CreateScheduleCommandInput> = {}): Promise<Started[]> {
  const started: Started[] = [];
  cloud.register(createSchedulerService(cloud));
  cloud.register(createEventsService(cloud));
  cloud.register(
    fakeService('states', {
      StartExecution: (input: Started) => {
        started.push(input);
        return { executionArn: 'execution', startDate: new Date(0) };
      },
    }),
  );
  await cloud.call(ROOT, createScheduleGroup, { Name: 'g' });
  await cloud.call(ROOT, createSchedule, {
    Name: 's',
    GroupName: 'g',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: MACHINE,
      RoleArn: ROLE,
      Input: '{"trigger":"schedule","at":"<aws.scheduler.scheduled-time>"}',
    },
    ...more,
  });
  return started;
}

describe('a schedule', () => {
  it('fires by the clock once it is started, each time once', async () => {
    await using test = testCloud();
    const started = await schedule(test.cloud);
    startSchedules(test.cloud);
    for (const minutes of [30, 29, 2, 1, 60]) {
      test.advance(minutes * 60_000);
      ticker(test.cloud).tick();
    }
    await firings(test.cloud).idle();
    expect(
      started.map(({ input }) => JSON.parse(input)).toSorted((a, b) => a.at.localeCompare(b.at)),
    ).toEqual([
      { trigger: 'schedule', at: '2026-03-01T13:00:00Z' },
      { trigger: 'schedule', at: '2026-03-01T14:00:00Z' },
    ]);
    const asked = test.calls.find(({ request }) => request.action === 'states:StartExecution');
    expect(asked?.caller.principal).toMatchObject({ kind: 'role', arn: ROLE });
  });

  it('is gone after its only time, when it says so', async () => {
    await using test = testCloud();
    const started = await schedule(test.cloud, {
      ScheduleExpression: 'at(2026-03-01T13:30:00)',
      ScheduleExpressionTimezone: 'Europe/Zurich',
      ActionAfterCompletion: 'DELETE',
    });
    startSchedules(test.cloud);
    test.setTime('2026-03-01T12:30:00Z');
    ticker(test.cloud).tick();
    await firings(test.cloud).idle();
    expect(started).toHaveLength(1);
    const gone = test.cloud.call(ROOT, getSchedule, { Name: 's', GroupName: 'g' });
    await expect(gone).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  it.each([
    [{ State: 'DISABLED' as const }, 0],
    [{ StartDate: new Date('2026-03-01T12:30:00Z') }, 1],
    [{ EndDate: new Date('2026-03-01T12:30:00Z') }, 0],
  ])('with %j fires %i times within the hour', async (more, times) => {
    await using test = testCloud();
    const started = await schedule(test.cloud, more);
    startSchedules(test.cloud);
    for (let minute = 0; minute < 61; minute += 10) {
      test.advance(600_000);
      ticker(test.cloud).tick();
    }
    await firings(test.cloud).idle();
    expect(started).toHaveLength(times);
  });

  it('can be run at once by its name', async () => {
    await using test = testCloud();
    const started = await schedule(test.cloud, { State: 'DISABLED' });
    expect(await runScheduleNow(test.cloud, SCOPE, 's')).toEqual({
      targetArn: MACHINE,
      executionArn: 'execution',
    });
    expect(await runScheduleNow(test.cloud, SCOPE, 'g/s')).toMatchObject({ executionArn: 'execution' });
    expect(started).toHaveLength(2);
    await expect(runScheduleNow(test.cloud, SCOPE, 'none')).rejects.toThrow(
      `Schedule none does not exist; account ${ACCOUNT} has: g/s`,
    );
  });

  it('says what its target refuses when it is run at once', async () => {
    await using test = testCloud({ allows: (_, { action }) => action !== 'states:StartExecution' });
    await schedule(test.cloud);
    await expect(runScheduleNow(test.cloud, SCOPE, 's')).rejects.toBeInstanceOf(AwsError);
  });

  it.each([
    [{ ScheduleExpression: 'sometimes' }, 'ValidationException'],
    [{ GroupName: 'other' }, 'ResourceNotFoundException'],
    [{ Target: { Arn: 'arn:aws:scheduler:::aws-sdk:s3:getObject', RoleArn: ROLE } }, 'ValidationException'],
    [{ Target: { Arn: MACHINE, RoleArn: ROLE, SqsParameters: {} } }, 'ValidationException'],
  ])('with %j is refused', async (more, code) => {
    await using test = testCloud();
    await expect(schedule(test.cloud, more)).rejects.toMatchObject({ code });
  });
});

describe('a scheduled rule', () => {
  it('sends its event to its targets by the clock', async () => {
    await using test = testCloud();
    const started = await schedule(test.cloud, { State: 'DISABLED' });
    await test.cloud.call(ROOT, putRule, { Name: 'hourly', ScheduleExpression: 'cron(0 * * * ? *)' });
    await test.cloud.call(ROOT, putTargets, {
      Rule: 'hourly',
      Targets: [{ Id: 't', Arn: MACHINE, RoleArn: ROLE }],
    });
    startSchedules(test.cloud);
    test.setTime('2026-03-01T13:00:01Z');
    ticker(test.cloud).tick();
    ticker(test.cloud).tick();
    await deliveries(test.cloud).idle();
    expect(started.map(({ input }) => JSON.parse(input)['detail-type'])).toEqual(['Scheduled Event']);
  });
});
