/** In which place of a battery a match was played, for the tables that have a row a choice. */
import { eventRow } from '../../core/events.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { SessionEntry } from '../../core/stored-rows.ts';

/** The places of a session's matches: gives that of a match by its code, from 1, or null where it is of no battery. */
export async function placesIn(log: LogReader, session: SessionEntry): Promise<(match: string) => number | null> {
  const places = new Map(
    (await log.storedEvents(session.code))
      .filter(({ kind }) => kind === 'protocol')
      .map(eventRow)
      .flatMap((event) => (event.kind === 'protocol' ? [[event.match, event.body.place] as const] : [])),
  );
  if (places.size === 0) return () => null;
  return (match) => places.get(match) ?? null;
}
