import { randomUUID } from 'node:crypto';
import type {
  PutEventsCommandInput,
  PutEventsCommandOutput,
  PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { acceptEvent } from '../accept-event.ts';
import { busAddress, findBus } from '../bus-address.ts';
import { type BusEvent, eventTime } from '../bus-event.ts';
import { deliveries } from '../deliveries.ts';
import { putEventsRequest } from '../put-events-request.ts';

const ENTRIES_MAX = 10;
/** AWS's limit on the entries of one call together. */
const BYTES_MAX = 1_048_576;

/** Every accepted entry is written with its deliveries before the answer; a faulty one does not hold up the others. */
export const putEvents = defineOperation<PutEventsCommandInput, PutEventsCommandOutput>({
  service: 'events',
  name: 'PutEvents',
  authorize: (input, context) => (input.Entries ?? []).map((entry) => entryRequest(entry, context)),
  handle: (input, context) => {
    const entries = input.Entries ?? [];
    if (input.EndpointId !== undefined) throw invalid('the sandbox does not offer global endpoints');
    if (entries.length < 1 || entries.length > ENTRIES_MAX)
      throw invalid(`PutEvents takes 1 to ${ENTRIES_MAX} entries`);
    if (Buffer.byteLength(JSON.stringify(entries)) > BYTES_MAX) {
      throw invalid('Total size of the entries in the request is over the limit.');
    }
    const results = entries.map((entry) => putEntry(entry, context));
    return {
      FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
      Entries: results,
    };
  },
});

function entryRequest(entry: PutEventsRequestEntry, { cloud, accountId, region }: RequestContext) {
  const event = { source: entry.Source ?? '', detailType: entry.DetailType ?? '' };
  const scope = { accountId, region };
  const bus = findBus(cloud, scope, entry.EventBusName);
  if (bus) return putEventsRequest(bus, event);
  const { arn, scope: home } = busAddress(scope, entry.EventBusName);
  return {
    action: 'events:PutEvents',
    resource: arn,
    resourceAccount: home.accountId,
    context: { 'events:source': event.source, 'events:detail-type': event.detailType },
  };
}

type Result = { EventId?: string; ErrorCode?: string; ErrorMessage?: string };

function putEntry(entry: PutEventsRequestEntry, context: RequestContext): Result {
  const { cloud, accountId, region } = context;
  const found = entryFault(entry);
  if (found) return found;
  // An event for a bus that does not exist is accepted and dropped, as on AWS.
  const bus = findBus(cloud, { accountId, region }, entry.EventBusName);
  const event = busEvent(entry, context);
  if (bus) acceptEvent(cloud, { scope: bus.scope, bus: bus.record.name }, event, deliveries(cloud));
  return { EventId: event.id };
}

function busEvent(entry: PutEventsRequestEntry, { accountId, region, now }: RequestContext): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: accountId,
    time: eventTime(entry.Time === undefined ? now : new Date(entry.Time)),
    region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? '{}'),
  };
}

function entryFault({ Source, DetailType, Detail }: PutEventsRequestEntry): Result | undefined {
  const fault = (ErrorCode: string, ErrorMessage: string): Result => ({ ErrorCode, ErrorMessage });
  if (!Source)
    return fault('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (!DetailType) {
    return fault(
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    );
  }
  if (!Detail)
    return fault('InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.');
  if (Source.startsWith('aws.')) {
    return fault('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  try {
    const detail: unknown = JSON.parse(Detail);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // Told below.
  }
  return fault('MalformedDetail', 'Detail is malformed.');
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
