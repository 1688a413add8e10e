import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LiveResource } from '../../../core/access/world/live/live-account.ts';
import { pages, parsed, type Reader, token } from './reader.ts';

/** Buses with their policies, and rules with their targets. */
export const readEvents: Reader = async ({ client }) => {
  const events = new EventBridgeClient(client);
  const buses = await pages(async (NextToken) => {
    const page = await events.send(new ListEventBusesCommand({ ...token('NextToken', NextToken) }));
    return { items: page.EventBuses, next: page.NextToken };
  });
  // The list leaves policies out, or may do so.
  const described = await Promise.all(
    buses.map(async ({ Name = '' }) => await events.send(new DescribeEventBusCommand({ Name }))),
  );
  const rules = await Promise.all(buses.map(async ({ Name = '' }) => await readRules(events, Name)));
  return [
    ...described.flatMap(({ Name = '', Arn = '', Policy }): LiveResource[] => {
      const bus = { type: 'AWS::Events::EventBus', arn: Arn, name: Name, properties: { Name } };
      const statements =
        (parsed(Policy) as { readonly Statement?: readonly unknown[] } | undefined)?.Statement ?? [];
      const policies = statements.map((Statement, index) => ({
        type: 'AWS::Events::EventBusPolicy',
        arn: `${Arn}?statement=${index}`,
        name: `${Name}-${index}`,
        properties: { EventBusName: Name, Statement },
      }));
      return [bus, ...policies];
    }),
    ...rules.flat(),
  ];
};

async function readRules(events: EventBridgeClient, EventBusName: string): Promise<readonly LiveResource[]> {
  const rules = await pages(async (NextToken) => {
    const page = await events.send(new ListRulesCommand({ EventBusName, ...token('NextToken', NextToken) }));
    return { items: page.Rules, next: page.NextToken };
  });
  return await Promise.all(
    rules.map(async ({ Name = '', Arn = '' }) => {
      const Targets = await pages(async (NextToken) => {
        const ask = new ListTargetsByRuleCommand({
          Rule: Name,
          EventBusName,
          ...token('NextToken', NextToken),
        });
        const page = await events.send(ask);
        return { items: page.Targets, next: page.NextToken };
      });
      return { type: 'AWS::Events::Rule', arn: Arn, name: Name, properties: { Name, EventBusName, Targets } };
    }),
  );
}

export const readSchedules: Reader = async ({ client }) => {
  const scheduler = new SchedulerClient(client);
  const schedules = await pages(async (NextToken) => {
    const page = await scheduler.send(new ListSchedulesCommand({ ...token('NextToken', NextToken) }));
    return { items: page.Schedules, next: page.NextToken };
  });
  return await Promise.all(
    schedules.map(async ({ Name = '', GroupName = 'default', Arn = '' }) => {
      const { Target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
      return {
        type: 'AWS::Scheduler::Schedule',
        arn: Arn,
        name: Name,
        properties: { Name, GroupName, Target },
      };
    }),
  );
};

/** Topics with their policies and subscribers. */
export const readTopics: Reader = async ({ client }) => {
  const sns = new SNSClient(client);
  const topics = await pages(async (NextToken) => {
    const page = await sns.send(new ListTopicsCommand({ ...token('NextToken', NextToken) }));
    return { items: page.Topics, next: page.NextToken };
  });
  const read = topics.map(async ({ TopicArn = '' }): Promise<readonly LiveResource[]> => {
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const subscriptions = await pages(async (NextToken) => {
      const ask = new ListSubscriptionsByTopicCommand({ TopicArn, ...token('NextToken', NextToken) });
      const page = await sns.send(ask);
      return { items: page.Subscriptions, next: page.NextToken };
    });
    const name = TopicArn.split(':').at(-1) ?? '';
    return [
      { type: 'AWS::SNS::Topic', arn: TopicArn, name, properties: { TopicName: name } },
      ...policyOf('AWS::SNS::TopicPolicy', TopicArn, Attributes['Policy'], 'Topics'),
      ...subscriptions.map(({ SubscriptionArn = '', Endpoint, Protocol }, index) => ({
        type: 'AWS::SNS::Subscription',
        arn: SubscriptionArn === 'PendingConfirmation' ? `${TopicArn}?pending=${index}` : SubscriptionArn,
        name: `${name}-${index}`,
        properties: { TopicArn, Endpoint, Protocol },
      })),
    ];
  });
  return (await Promise.all(read)).flat();
};

export const readQueues: Reader = async ({ client }) => {
  const sqs = new SQSClient(client);
  const urls = await pages(async (NextToken) => {
    const page = await sqs.send(
      new ListQueuesCommand({ MaxResults: 1000, ...token('NextToken', NextToken) }),
    );
    return { items: page.QueueUrls, next: page.NextToken };
  });
  const read = urls.map(async (QueueUrl): Promise<readonly LiveResource[]> => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy', 'QueueArn'] }),
    );
    const arn = Attributes.QueueArn ?? '';
    const name = arn.split(':').at(-1) ?? '';
    return [
      { type: 'AWS::SQS::Queue', arn, name, properties: { QueueName: name } },
      ...policyOf('AWS::SQS::QueuePolicy', arn, Attributes.Policy, 'Queues'),
    ];
  });
  return (await Promise.all(read)).flat();
};

function policyOf(
  type: string,
  arn: string,
  ...[policy, by]: readonly [string | undefined, 'Topics' | 'Queues']
): readonly LiveResource[] {
  if (policy === undefined || policy === '') return [];
  const name = arn.split(':').at(-1) ?? '';
  return [{ type, arn: `${arn}?policy`, name, properties: { [by]: [arn], PolicyDocument: parsed(policy) } }];
}
