/** An earlier profile, judged again from its rows. */
import type { Profiled } from './evidence.ts';
import { PATTERN } from './pattern.ts';
import { type Judged, judged } from './progress.ts';
import type { AnyGame } from '../core/game.ts';
import type { CallSums, Store } from '../core/log.ts';
import { type Kept, keptAnswers } from './stored-profile.ts';

export type Earlier = {
  readonly agents: readonly Profiled[];
  readonly rows: readonly Judged[];
  /** Matches that have not been played to their end. */
  readonly missing: number;
  /** Questions without an answer. */
  readonly unanswered: number;
  readonly sums: CallSums;
};

export async function earlierProfile(
  store: Store,
  session: string,
  kept: Kept,
  games: readonly AnyGame[],
): Promise<Earlier> {
  const { agents, unanswered } = await keptAnswers(store, kept, games);
  const ended = kept.matches.filter(({ match }) => match.ending === 'finished').length;
  return {
    ...{ agents, unanswered, missing: kept.facts.matches - ended },
    rows: PATTERN.map((row) => judged(row, agents)),
    sums: await store.callSums(session),
  };
}
