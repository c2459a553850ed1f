/** How an event is stored. By itself: whoever writes needs no schema of what is read. */
import type { EventRow, StoredEvent } from './events.ts';

/** The kind and body under which an event is stored: of one that could not be read those that it came with. */
export const storedAs = (event: EventRow): Pick<StoredEvent, 'kind' | 'body'> =>
  event.kind === 'other' ? event.body : event;
