import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import { firings } from './firings.ts';
import {
  createScheduleGroup,
  deleteScheduleGroup,
  getScheduleGroup,
  listScheduleGroups,
} from './operations/groups.ts';
import { getSchedule, listSchedules } from './operations/read-schedules.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { createSchedule, deleteSchedule, updateSchedule } from './operations/write-schedules.ts';
import { ticker } from './ticker.ts';

/** Amazon EventBridge Scheduler. Nothing fires by the clock before `startSchedules`. */
export function createSchedulerService(cloud: Cloud): Service {
  return {
    name: 'scheduler',
    operations: {
      CreateSchedule: createSchedule,
      UpdateSchedule: updateSchedule,
      DeleteSchedule: deleteSchedule,
      GetSchedule: getSchedule,
      ListSchedules: listSchedules,
      CreateScheduleGroup: createScheduleGroup,
      GetScheduleGroup: getScheduleGroup,
      ListScheduleGroups: listScheduleGroups,
      DeleteScheduleGroup: deleteScheduleGroup,
      ListTagsForResource: listTagsForResource,
      TagResource: tagResource,
      UntagResource: untagResource,
    },
    start: async () => firings(cloud).wake(),
    idle: () => firings(cloud).idle(),
    stop: async () => {
      ticker(cloud).stop();
      await firings(cloud).stop();
    },
  };
}

/** From now on, schedules and scheduled rules fire by the sandbox's clock, until the service is stopped. */
export function startSchedules(cloud: Cloud): void {
  ticker(cloud).start();
}
