import type {
  CreateLogStreamCommandInput,
  CreateLogStreamCommandOutput,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
  PutLogEventsCommandInput,
  PutLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { findGroup, findStream, onGroup, onStream } from '../log-group.ts';
import { EVENTS_KEPT_MAX, type LogEvent, logStreams, streamKey } from '../store.ts';

const BATCH_EVENTS_MAX = 10_000;
const PAGE_MAX = 1_000;

export const createLogStream = defineOperation<CreateLogStreamCommandInput, CreateLogStreamCommandOutput>({
  service: 'logs',
  name: 'CreateLogStream',
  authorize: ({ logGroupName: group, logStreamName: stream }, context) =>
    onStream('CreateLogStream', { group, stream }, context),
  handle: ({ logGroupName, logStreamName: name = '' }, context) => {
    const key = streamKey(findGroup(context, logGroupName).name, name);
    const streams = logStreams(context.cloud);
    if (name === '' || /[:*]/.test(name)) {
      throw new AwsError('InvalidParameterException', `log stream name ${JSON.stringify(name)} is not valid`);
    }
    if (streams.get(context, key)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    streams.put(context, key, { name, createdAt: context.now.getTime(), events: [] });
    return {};
  },
});

/** The newest events of a stream are kept, older ones are dropped. */
export const putLogEvents = defineOperation<PutLogEventsCommandInput, PutLogEventsCommandOutput>({
  service: 'logs',
  name: 'PutLogEvents',
  authorize: ({ logGroupName: group, logStreamName: stream }, context) =>
    onStream('PutLogEvents', { group, stream }, context),
  handle: ({ logGroupName, logStreamName, logEvents = [] }, context) => {
    if (logEvents.length === 0 || logEvents.length > BATCH_EVENTS_MAX) {
      throw new AwsError('InvalidParameterException', `a batch has 1 to ${BATCH_EVENTS_MAX} events`);
    }
    const { name: group } = findGroup(context, logGroupName);
    const stream = findStream(context, group, logStreamName);
    const ingestedAt = context.now.getTime();
    const added = logEvents.map(({ timestamp = ingestedAt, message = '' }) => ({
      timestamp,
      message,
      ingestedAt,
    }));
    const events = [...stream.events, ...added].slice(-EVENTS_KEPT_MAX);
    logStreams(context.cloud).put(context, streamKey(group, stream.name), { ...stream, events });
    return {};
  },
});

export const getLogEvents = defineOperation<GetLogEventsCommandInput, GetLogEventsCommandOutput>({
  service: 'logs',
  name: 'GetLogEvents',
  authorize: ({ logGroupName: group, logStreamName: stream }, context) =>
    onStream('GetLogEvents', { group, stream }, context),
  handle: ({ logGroupName, logStreamName, startTime, endTime, limit = PAGE_MAX, startFromHead }, context) => {
    const { name } = findGroup(context, logGroupName);
    const within = findStream(context, name, logStreamName).events.filter(between(startTime, endTime));
    const count = Math.min(limit, PAGE_MAX);
    const page = startFromHead ? within.slice(0, count) : within.slice(-count);
    return { events: page.map(toEvent) };
  },
});

export const filterLogEvents = defineOperation<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>({
  service: 'logs',
  name: 'FilterLogEvents',
  authorize: ({ logGroupName }, context) => onGroup('FilterLogEvents', logGroupName, context),
  handle: (
    { logGroupName, logStreamNames, startTime, endTime, filterPattern, limit = PAGE_MAX },
    context,
  ) => {
    const { name } = findGroup(context, logGroupName);
    const text = plainTerm(filterPattern);
    const found = logStreams(context.cloud)
      .list(context, streamKey(name, ''))
      .filter(([, stream]) => logStreamNames === undefined || logStreamNames.includes(stream.name))
      .flatMap(([, stream]) =>
        stream.events
          .filter(between(startTime, endTime))
          .filter(({ message }) => message.includes(text))
          .map((event) => ({ ...toEvent(event), logStreamName: stream.name })),
      )
      .toSorted((a, b) => a.timestamp - b.timestamp);
    return { events: found.slice(0, Math.min(limit, PAGE_MAX)) };
  },
});

/** Of the pattern language, one term in double quotes. */
function plainTerm(pattern: string | undefined): string {
  if (pattern === undefined || pattern === '') return '';
  const term = /^"([^"]*)"$/.exec(pattern)?.[1];
  if (term !== undefined) return term;
  throw new AwsError(
    'InvalidParameterException',
    'the sandbox filters log events by one term in double quotes',
  );
}

function between(start: number | undefined, end: number | undefined): (event: LogEvent) => boolean {
  return ({ timestamp }) => timestamp >= (start ?? 0) && timestamp < (end ?? Number.POSITIVE_INFINITY);
}

function toEvent({ timestamp, message, ingestedAt }: LogEvent) {
  return { timestamp, message, ingestionTime: ingestedAt };
}
