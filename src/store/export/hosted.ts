/** What a hosted room adds to its choices: who was told that a program may play, and whose seat an agent took. */
import { eventRow } from '../../core/events.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { SessionEntry } from '../../core/stored-rows.ts';
import { type About, YES_NO } from './column.ts';

/** What is known of a seat in a hosted room; each null: it is of none, or nothing of the kind happened. */
export type HostedSeat = {
  /** Whether the person was told that one or more of the players may be a computer program. */
  readonly told: boolean | null;
  /** The agent that answered in the person's place from some moment on. */
  readonly instead: string | null;
};

/** Of a seat in no hosted room. */
export const NOT_HOSTED: HostedSeat = { told: null, instead: null };

/** What a session's rows say of this person in this seat of a match. */
export async function hostedIn(
  log: LogReader,
  session: SessionEntry,
): Promise<(match: string, seat: number, person: string | null) => HostedSeat> {
  const told = new Map<string, boolean>();
  const instead = new Map<string, string>();
  const stored = await log.storedEvents(session.code);
  for (const event of stored.filter(({ kind }) => kind === 'joined' || kind === 'replaced').map(eventRow)) {
    if (event.kind === 'joined' && event.participant !== null) told.set(event.participant, event.body.told);
    if (event.kind === 'replaced') instead.set(`${event.match} ${event.body.seat}`, event.body.agent);
  }
  if (told.size === 0 && instead.size === 0) return () => NOT_HOSTED;
  return (match, seat, person) =>
    person === null ? NOT_HOSTED : { told: told.get(person) ?? null, instead: instead.get(`${match} ${seat}`) ?? null };
}

/** The columns, each with how its cell is read off a seat. */
export const hostedColumns: readonly (About & { value(seat: HostedSeat): string | number | null })[] = [
  {
    name: 'participant.told',
    type: 'yes or no',
    range: YES_NO,
    says: 'Whether the person was shown, at the entrance of a hosted room, that one or more of the players may be a computer program; empty where nobody joined a room.',
    value: ({ told }) => (told === null ? null : told ? 1 : 0),
  },
  {
    name: 'agent.instead',
    type: 'text',
    says: 'The agent that took the seat of this person, who was gone, in the course of the match: answers with source = substituted are its; empty where nobody was replaced.',
    value: ({ instead }) => instead,
  },
];
