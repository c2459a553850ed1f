/** Guess who: what was guessed, what is true, and the match told with the truth. */
import type { EventRow, Store } from '../core/log.ts';
import { isGuessWho } from './table-setting.ts';
import type { Finished } from './finished-match.ts';
import { namesFor } from '../match/disclosure.ts';

/** What the other player turned out to be, once it was guessed. */
export type Guessed = { readonly guess: string; readonly confidence: number; readonly truth: string };

/** Whom the person faced, by its id. */
const truthOf = ({ match, seat }: Finished): string => match.seats.find((_, other) => other !== seat)?.id ?? '';

/**
 * Keeps what a person guessed: an id of `GUESSED`, and how sure it was (0 to 100); `at` in Unix milliseconds. Resolves, once
 * that is on disk, with the truth beside it.
 */
export async function recordGuess(
  store: Store,
  finished: Finished,
  said: Pick<Guessed, 'guess' | 'confidence'>,
  at: number,
): Promise<Guessed> {
  const { match, seat } = finished;
  const body = { ...said, truth: truthOf(finished) };
  const participant = match.seats[seat]?.participant ?? null;
  const row: EventRow = { session: match.session, match: match.code, participant, kind: 'guess', body, at };
  await store.record([{ table: 'event', row }]);
  return body;
}

/** After the guess everybody is called by name. */
export function revealed(finished: Finished): Finished {
  const { match, choice } = finished;
  if (match.disclosed || !isGuessWho(choice)) return finished;
  const names = namesFor(
    match.seats.map(({ label }) => label),
    finished.choice.game.called.you,
  );
  return { ...finished, names, open: true };
}
