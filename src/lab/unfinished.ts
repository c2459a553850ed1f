/** What can be continued: the latest match of a session that nobody finished. */
import type { EventRow } from '../core/events.ts';
import type { MatchRow, MatchSummary, ParticipantRow, StoredAnswer, Store } from '../core/log.ts';
import { called } from './participants.ts';

/** A match that can go on: how many choices of people it holds, and what these people are called. */
export type UnfinishedMatch = {
  readonly match: MatchSummary;
  readonly choices: number;
  readonly people: readonly string[];
  /** Its place, from 1, among the protocols of a battery; null: it is no part of one. */
  readonly protocol: { readonly place: number; readonly of: number } | null;
};

/** The latest match of a session that a person has begun to answer and that nobody plays on elsewhere. */
export async function unfinishedMatch(store: Store, session: string): Promise<UnfinishedMatch | null> {
  const open = await store.matches({ session, unfinished: true });
  if (open.length === 0) return null;
  const people = await store.participants(session);
  const events = await store.events(session);
  for (const match of open.toReversed()) {
    if (isOfRoom(events, match.code) || (await playedElsewhere(store, match.code))) continue;
    const choices = ofPeople(match, await store.decisions(match.code)).length;
    if (choices === 0) continue;
    const placed = events.find((event) => event.kind === 'protocol' && event.match === match.code);
    const protocol = placed?.kind === 'protocol' ? placed.body : null;
    return { match, choices, people: peopleIn(match, people), protocol };
  }
  return null;
}

/** Whether it is a match of people at machines of their own: they go on with it there, and at no keyboard. */
export const isOfRoom = (events: readonly EventRow[], code: string): boolean =>
  events.some((event) => event.kind === 'room match' && event.match === code);

/** What the people of a match are called, seat by seat. */
const peopleIn = ({ seats }: MatchSummary, known: readonly ParticipantRow[]): readonly string[] =>
  seats.flatMap(({ participant }) => (participant === null ? [] : [called(participant, known)]));

/** Whether another window, or another program, plays this match at this moment: of two only one may go on with it. */
async function playedElsewhere(store: Store, code: string): Promise<boolean> {
  const hold = await store.hold(code);
  hold?.release();
  return hold === null;
}

/** The choices of people among the stored answers of a match: not what an agent answered in the place of one who was gone. */
export const ofPeople = <Stored extends Pick<StoredAnswer, 'seat' | 'source'>>(
  { seats }: Pick<MatchRow, 'seats'>,
  decisions: readonly Stored[],
): readonly Stored[] =>
  decisions.filter(({ seat, source }) => seats[seat]?.kind === 'human' && source !== 'substituted');
