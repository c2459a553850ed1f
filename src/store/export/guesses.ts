/** Guess who: whom people took the other for after a match, as columns of the tables that have a row a choice or a player. */
import { type EventBody, eventRow } from '../../core/events.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { LoggedMatch, SessionEntry } from '../../core/stored-rows.ts';
import type { About } from './column.ts';

/** What was guessed in a seat. */
export type Guess = EventBody<'guess'>;

/** The guesses of a session: gives that of a seat in a match, or null. The latest counts. */
export async function guessesIn(
  log: LogReader,
  session: SessionEntry,
): Promise<(match: Pick<LoggedMatch, 'code' | 'participants' | 'seats'>, seat: number) => Guess | null> {
  const guesses = new Map<string, Guess>();
  const place = (match: string, person: string | null): string => `${match} ${person ?? ''}`;
  const stored = await log.storedEvents(session.code);
  for (const event of stored.filter(({ kind }) => kind === 'guess').map(eventRow))
    if (event.kind === 'guess') guesses.set(place(event.match, event.participant), event.body);
  if (guesses.size === 0) return () => null;
  return ({ code, participants, seats }, seat) =>
    seats[seat]?.kind === 'human' ? (guesses.get(place(code, participants[seat] ?? null)) ?? null) : null;
}

/** The columns, each with how its cell is read off a guess. */
export const guessColumns: readonly (About & { value(guess: Guess): string | number })[] = [
  {
    name: 'guess',
    type: 'text',
    says: 'Guess who: the agent that the person took the other for after the match; empty where none was guessed.',
    value: ({ guess }) => guess,
  },
  {
    name: 'guess.confidence',
    type: 'whole number',
    range: '0 to 100',
    says: 'How sure the person was of the guess.',
    value: ({ confidence }) => confidence,
  },
  { name: 'guess.truth', type: 'text', says: 'Guess who: who it was.', value: ({ truth }) => truth },
];
