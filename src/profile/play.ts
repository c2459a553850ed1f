/** Plays a profile: the same questions to several agents, many matches at once, each kept. */
import type { MatchRow, SessionRow, Store } from '../core/log.ts';
import { isLost, type NoAnswer } from '../core/no-answer.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { inPlayFor, type MatchJob, runMatches, type RunResult } from '../run/run-matches.ts';
import { answersOf, type ProfileAnswers } from './answers.ts';
import type { ProfileMatch } from './design.ts';
import { placeRow } from './stored-profile.ts';

/** What everybody else is called: no agent is told whom it faces. */
const OTHER = 'the other player';

/** A match that is missing; `begun`: the match that was interrupted, to go on with. */
export type Missing = { readonly job: ProfileMatch; readonly begun: MatchRow | null };

export type ProfilingRequest = {
  readonly store: Store;
  /** Stored already. */
  readonly session: SessionRow;
  readonly missing: readonly Missing[];
  readonly atOnce: number;
  readonly scheduler: Scheduler;
  readonly stop: AbortSignal;
  /** After each match that was played to its end. */
  ended(job: ProfileMatch, heard: ProfileAnswers): void;
};

export type Profiling = Pick<RunResult, 'stopped' | 'why'>;

/** So many questions to one agent in a row that its server had no answer to, and it is asked nothing more. Ours. */
const IN_A_ROW = 10;

/**
 * Plays what is missing. Who refuses, or says what cannot be read, has been asked, and the marked stand-in goes on; where a
 * server had no answer the match is left, to go on at that question. An agent whose server is gone holds up no other.
 */
export async function playProfile({
  store,
  session,
  missing,
  atOnce,
  scheduler,
  stop,
  ended,
}: ProfilingRequest): Promise<Profiling> {
  const matchJob = ({ job, begun }: Missing): MatchJob => ({
    matchUp: { game: job.game, config: job.config, agents: job.seats, disclosed: false, shown: OTHER },
    seed: job.seed,
    open: begun,
    beside: (match) => [placeRow(match, job)],
    async finished(_, { code }) {
      const rows = await store.decisions(code);
      ended(job, await answersOf({ ...job, match: code, seats: job.seats.length }, rows));
    },
  });
  const byAgent = Map.groupBy(missing, ({ job }) => job.agent);
  const { stopped, why } = await runMatches({
    ...{ store, session, scheduler, stop, commit: 'answers' },
    lists: [...byAgent.values()].map((mine) => mine.map(matchJob)),
    inPlay: Math.min(missing.length, inPlayFor(atOnce)),
    onFailure: (outcome: NoAnswer) => (isLost(outcome) ? 'left' : 'stand-in'),
    givesUp: { after: Math.max(IN_A_ROW, 1.25 * atOnce), counts: isLost },
  });
  return { stopped, why };
}
