import type { Cloud } from '../../cloud/cloud.ts';
import type { Destination } from './accept-event.ts';
import type { BusEvent } from './bus-event.ts';
import { matchesPattern } from './match-pattern.ts';
import { type ArchiveRecord, eventsStore } from './store.ts';

/** The sandbox keeps this many events per archive and drops the oldest; AWS keeps all within the retention. */
const ARCHIVED_EVENTS_MAX = 10_000;

/** Keeps a copy of the event in each archive of the bus whose pattern it matches. */
export function archiveEvent(cloud: Cloud, { scope, bus }: Destination, event: BusEvent): void {
  const { archives } = eventsStore(cloud);
  for (const [, archive] of archives.list(scope)) {
    if (!archive.busArn.endsWith(`:event-bus/${bus}`)) continue;
    if (archive.pattern !== undefined && !matchesPattern(archive.pattern, event)) continue;
    keep(cloud, scope, archive, event);
  }
}

function keep(cloud: Cloud, scope: Destination['scope'], archive: ArchiveRecord, event: BusEvent): void {
  const { archives, archived } = eventsStore(cloud);
  const sizeBytes = JSON.stringify(event).length;
  archived.put(scope, `${archive.name}/${event.time}/${event.id}`, event);
  let { eventCount } = archive;
  if (eventCount >= ARCHIVED_EVENTS_MAX) {
    const [oldest] = archived.list(scope, `${archive.name}/`);
    if (oldest && archived.delete(scope, oldest[0])) eventCount -= 1;
  }
  archives.put(scope, archive.name, {
    ...archive,
    eventCount: eventCount + 1,
    sizeBytes: archive.sizeBytes + sizeBytes,
  });
}
