import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import { deliveries } from './deliveries.ts';
import { createArchive, deleteArchive, describeArchive, updateArchive } from './operations/archives.ts';
import { putPermission, removePermission } from './operations/bus-policy.ts';
import {
  createEventBus,
  deleteEventBus,
  describeEventBus,
  listEventBuses,
  updateEventBus,
} from './operations/buses.ts';
import { putEvents } from './operations/put-events.ts';
import { putRule } from './operations/put-rule.ts';
import { deleteRule, describeRule, disableRule, enableRule, listRules } from './operations/rules.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { listTargetsByRule, putTargets, removeTargets } from './operations/targets.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';

/** Amazon EventBridge: buses, rules, archives and durable delivery. */
export function createEventsService(cloud: Cloud): Service {
  return {
    name: 'events',
    operations: {
      CreateEventBus: createEventBus,
      UpdateEventBus: updateEventBus,
      DeleteEventBus: deleteEventBus,
      DescribeEventBus: describeEventBus,
      ListEventBuses: listEventBuses,
      PutPermission: putPermission,
      RemovePermission: removePermission,
      PutRule: putRule,
      DescribeRule: describeRule,
      DeleteRule: deleteRule,
      EnableRule: enableRule,
      DisableRule: disableRule,
      ListRules: listRules,
      PutTargets: putTargets,
      RemoveTargets: removeTargets,
      ListTargetsByRule: listTargetsByRule,
      PutEvents: putEvents,
      TestEventPattern: testEventPattern,
      CreateArchive: createArchive,
      UpdateArchive: updateArchive,
      DescribeArchive: describeArchive,
      DeleteArchive: deleteArchive,
      ListTagsForResource: listTagsForResource,
      TagResource: tagResource,
      UntagResource: untagResource,
    },
    start: async () => deliveries(cloud).wake(),
    idle: () => deliveries(cloud).idle(),
    stop: () => deliveries(cloud).stop(),
  };
}
