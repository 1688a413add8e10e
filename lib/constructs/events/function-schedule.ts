import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import type { FunctionName } from '../functions/function-names.ts';
import { acknowledgeInlinePolicies } from '../roles/inline-policies.ts';
import { sendDeadLetters } from '../roles/statements.ts';

export type FunctionScheduleProps = {
  readonly domain: DomainScope;
  readonly functionName: FunctionName;
  readonly keyArn: string;
  /** EventBridge Scheduler expression, in UTC. */
  readonly expression: string;
};

/** Runs one function of a namespace on a schedule, as a role that may do nothing else. */
export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    const { domain, functionName } = props;
    const arn = domain.functionArn(functionName);
    const role = new Role(this, 'Role', {
      roleName: domain.name(`schedule-${functionName}`),
      description: `Runs ${functionName} on schedule`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': domain.account } },
      }),
      inlinePolicies: {
        invoke: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [arn] }),
            ...sendDeadLetters(domain, 'undelivered', props.keyArn),
          ],
        }),
      },
    });
    acknowledgeInlinePolicies(role);
    new CfnSchedule(this, 'Schedule', {
      name: domain.name(functionName),
      groupName: domain.name('schedules'),
      scheduleExpression: props.expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn,
        roleArn: role.roleArn,
        input: JSON.stringify({ trigger: 'schedule' }),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 },
        deadLetterConfig: { arn: domain.queueArn('undelivered') },
      },
    });
  }
}
