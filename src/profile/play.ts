/**
 * Plays a profile: the same questions to several agents, many matches at once, each kept, and judged as rows are
 * reached.
 */
import type { AnyGame } from '../core/game.ts';
import type { MatchRow, SessionRow, Store } from '../core/log.ts';
import { isLost, type NoAnswer } from '../core/no-answer.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { unnamed } from '../match/disclosure.ts';
import { inPlayFor, type MatchJob, runMatches, type RunResult } from '../run/run-matches.ts';
import { sessionRows } from '../run/session.ts';
import { addMatch, answersOf, type Profiled } from './answers.ts';
import type { ProfileMatch, ProfileTask } from './design.ts';
import { type Judged, patternOf, rowsReached } from './pattern.ts';
import { type EarlierProfile, type Facts, factsRow, type Kept, keptAnswers, placeRow } from './stored-profile.ts';

/** So many questions to one agent in a row that its server had no answer to, and it is asked nothing more. Ours. */
const IN_A_ROW = 10;

/** A match that is missing; `begun`: the match that was interrupted, to go on with. */
export type Missing = { readonly job: ProfileMatch; readonly begun: MatchRow | null };

/** What is to be asked, of whom, and where it is kept. */
export type ProfilingRequest = {
  readonly store: Store;
  readonly session: SessionRow;
  readonly name: string;
  readonly facts: Facts;
  readonly games: readonly AnyGame[];
  readonly tasks: readonly ProfileTask[];
  /** Every match that there is to be, and those of them that are missing. */
  readonly jobs: readonly ProfileMatch[];
  readonly missing: readonly Missing[];
  /** What the session holds already; null: it is a new one, and is stored first. */
  readonly kept: Kept | null;
  readonly atOnce: number;
  readonly scheduler: Scheduler;
  readonly stop: AbortSignal;
};

/** Hears of a profile while it is asked. Agents fill up in place. */
export type ProfileListener = {
  /** What was answered before is read, and the first question is to come. */
  began(agents: readonly Profiled[]): void;
  /** These rows can be judged now: all that are reached by now, each time anew. */
  reached(rows: readonly Judged[]): void;
  /** A match has ended: matches that are done, and questions without an answer. */
  far(far: { readonly matches: number; readonly failures: number }, agents: readonly Profiled[]): void;
};

/** What a profile came to, why it stopped before its end (null: it did not), and why there was no answer, counted. */
export type ProfilePlayed = EarlierProfile & {
  readonly played: Pick<RunResult, 'stopped' | 'why'> & { readonly seconds: number };
};

/**
 * Asks what is missing. Who refuses, or says what cannot be read, has been asked, and the marked stand-in goes on;
 * where a server had no answer the match is left, to go on at that question. An agent whose server is gone holds up no
 * other.
 */
export async function playProfile(request: ProfilingRequest, listener: ProfileListener): Promise<ProfilePlayed> {
  const { store, session, facts, kept, games, tasks, jobs, missing, atOnce, scheduler, stop } = request;
  const { agents, unanswered } = await keptAnswers(store, kept ?? { facts, matches: [] }, games);
  if (kept === null) await store.record([...sessionRows(session, request.name), factsRow(session, facts)]);
  const rows = rowsReached(agents, jobs, patternOf(tasks));
  listener.began(agents);
  const far = { matches: facts.matches - missing.length, failures: unanswered };
  const open = new Set(missing.map(({ job }) => job));
  for (const { task } of jobs.filter((job) => !open.has(job))) listener.reached(rows.after(task));

  const matchJob = ({ job, begun }: Missing): MatchJob => ({
    matchUp: {
      game: job.game,
      config: job.config,
      agents: job.seats,
      disclosed: false,
      shown: unnamed(job.seats.length, job.game.called),
    },
    seed: job.seed,
    presentation: job.presentation,
    open: begun,
    beside: (match) => [placeRow(match, job)],
    async finished(_, { code }) {
      const decisions = await store.decisions(code);
      const found = await answersOf(
        { ...job, match: code, seats: job.seats.length, expects: job.seats[0]?.expects === true },
        decisions,
      );
      addMatch(agents[job.agent]!, found);
      far.matches += 1;
      far.failures += found.unanswered;
      listener.reached(rows.after(job.task));
      listener.far(far, agents);
    },
  });
  const since = performance.now();
  const { stopped, why } = await runMatches({
    ...{ store, session, scheduler, stop, commit: 'answers' },
    lists: [...Map.groupBy(missing, ({ job }) => job.agent).values()].map((mine) => mine.map(matchJob)),
    inPlay: Math.min(missing.length, inPlayFor(atOnce)),
    onFailure: (outcome: NoAnswer) => (isLost(outcome) ? 'left' : 'stand-in'),
    givesUp: { after: Math.max(IN_A_ROW, 1.25 * atOnce), counts: isLost },
  });
  const seconds = (performance.now() - since) / 1000;
  const all = rows.all();
  listener.reached(all);
  return {
    ...{ tasks, agents, rows: all, missing: facts.matches - far.matches, unanswered: far.failures },
    sums: await store.callSums(session.code),
    served: await store.servedModels(session.code),
    played: { stopped, why, seconds },
  };
}
