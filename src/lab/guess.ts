/** Guess who: what was guessed, what is true, and the match told with the truth. */
import type { EventRow } from '../core/log.ts';
import { isGuessWho } from './table-setting.ts';
import type { Finished } from './finished-match.ts';
import { namesFor } from '../match/disclosure.ts';

/** What the other player turned out to be, once it was guessed. */
export type Guessed = { readonly guess: string; readonly confidence: number; readonly truth: string };

/** Whom the person faced, by its id. */
const truthOf = ({ match, seat }: Finished): string => match.seats.find((_, other) => other !== seat)?.id ?? '';

export const guessOf = (finished: Finished, guess: string, confidence: number): Guessed => ({
  guess,
  confidence,
  truth: truthOf(finished),
});

export function guessRow({ match, seat }: Finished, body: Guessed, at: number): EventRow {
  return {
    session: match.session,
    match: match.code,
    participant: match.seats[seat]?.participant ?? null,
    kind: 'guess',
    body,
    at,
  };
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
