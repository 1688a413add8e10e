import type { Service } from '../../cloud/service.ts';
import { createLogStream, filterLogEvents, getLogEvents, putLogEvents } from './operations/events.ts';
import {
  associateKmsKey,
  createLogGroup,
  deleteLogGroup,
  deleteRetentionPolicy,
  describeLogGroups,
  disassociateKmsKey,
  putRetentionPolicy,
} from './operations/groups.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';

/** Amazon CloudWatch Logs: groups, streams, and the newest events of each stream. */
export const logsService: Service = {
  name: 'logs',
  operations: {
    CreateLogGroup: createLogGroup,
    DeleteLogGroup: deleteLogGroup,
    DescribeLogGroups: describeLogGroups,
    PutRetentionPolicy: putRetentionPolicy,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    AssociateKmsKey: associateKmsKey,
    DisassociateKmsKey: disassociateKmsKey,
    CreateLogStream: createLogStream,
    PutLogEvents: putLogEvents,
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
  },
};
