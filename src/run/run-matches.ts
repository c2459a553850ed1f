/**
 * Many matches, kept: the one loop behind `run` and `profile`. So many are in play at once; who is slow holds up its own
 * match only. Language models are asked when the scheduler says so, one commit an answer, and each match can go on where
 * it stopped. Agents that answer at once play one match after the other, whole matches to a commit.
 */
import { breather } from '../core/breather.ts';
import type { Agent } from '../match/agent.ts';
import type { AnyGame, Move, PlayedMatch } from '../core/game.ts';
import type { LogRow, MatchRow, SessionRow, Store } from '../core/log.ts';
import { isLost, type NoAnswer } from '../core/no-answer.ts';
import { type MatchEvent, playThrough, type Table } from '../match/match.ts';
import { namesFor, tastesTold, toldApart } from '../match/disclosure.ts';
import type { Scheduler, Stop } from '../model/scheduler.ts';
import { newMatch, recordThrough, rowsOf, seatRow } from '../match/record-match.ts';
import type { Presentation } from '../core/presentation.ts';
import { memo } from '../core/memo.ts';
import { UserError } from '../core/user-error.ts';
import { commitAnswers, commitMatches } from './group-commit.ts';

/** Who plays what: the same for all matches of a condition. */
export type MatchUp = {
  readonly game: AnyGame;
  /** As the game's config parsed it: one object for all its matches, so that theory is solved once. */
  readonly config: unknown;
  readonly agents: readonly Agent[];
  /** Whether agents know whom they face. */
  readonly disclosed: boolean;
  /** What everybody is called by the others, one name a seat; left out: by its label. */
  readonly shown?: readonly string[];
};

/** One match to be played. */
export type MatchJob = {
  readonly matchUp: MatchUp;
  readonly seed: number;
  /** The match that was interrupted, to go on with; null: a new one begins. */
  readonly open: MatchRow | null;
  /** How a new match puts its questions; left out: as the game puts them. */
  readonly presentation?: Presentation | null | undefined;
  /** Rows that are committed with a new match's own. */
  beside?(match: MatchRow): readonly LogRow[];
  /** It was played to its end, and its rows were handed in. */
  finished?(played: PlayedMatch<unknown>, match: MatchRow): void | Promise<void>;
};

export type RunRequest = {
  readonly store: Store;
  readonly session: Pick<SessionRow, 'code'>;
  /**
   * What is to be played, one list for each server that may fall silent by itself: the list with the fewest matches in
   * play begins the next one, and one that is given up holds up no other. Read as matches begin.
   */
  readonly lists: readonly Iterable<MatchJob>[];
  readonly scheduler: Scheduler;
  /** How many matches are in play at once, at most. */
  readonly inPlay: number;
  /**
   * answers: each is on disk before its match goes on, as what was paid for must be. matches: whole ones together, for
   * agents that answer at once; one in play at a time.
   */
  readonly commit: 'answers' | 'matches';
  /** Committed with the first match, where whole matches are. */
  readonly first?: readonly LogRow[];
  readonly onFailure: Exclude<Table['onFailure'], undefined>;
  /** So many questions in a row without an answer, of those that count, and a list is given up: its server is gone, or the key. */
  readonly givesUp: { readonly after: number; counts(outcome: NoAnswer): boolean };
  /** What was played before: added to what is told. */
  readonly before?: Pick<RunProgress, 'matches' | 'failed' | 'decisions'>;
  /** Aborted: nothing more begins, and answers under way are waited for, for a moment. */
  readonly stop: AbortSignal;
  /** How long that moment is, milliseconds; otherwise 5 s. */
  readonly patienceMs?: number;
  progress?(far: RunProgress): void;
};

export type RunProgress = {
  /** Matches that ended, and of them those that ended without an answer. */
  readonly matches: number;
  readonly failed: number;
  /** Matches that were left, to go on later. */
  readonly open: number;
  readonly decisions: number;
  /** Questions without an answer in this run. */
  readonly failures: number;
};

export type RunResult = RunProgress & {
  /** Why no more was asked; null: everything was played. */
  readonly stopped: Stop | null;
  /** Why there was no answer in this run, counted. */
  readonly why: Readonly<Record<string, number>>;
};

/** How many matches are in play for so many questions at once: one more and a half, so that while some are written others are ready. */
export const inPlayFor = (atOnce: number): number => Math.ceil(1.5 * atOnce) + 1;

/**
 * So many times as long as a commit takes answers are read before the next, where more matches than so many are in play: the disk
 * holds up the network a tenth of the time. With few it holds up nobody, and whoever is killed has lost what was under way alone.
 */
const REST = { times: 9, above: 32 };

/** How long answers under way are waited for when the run is interrupted, milliseconds. */
const PATIENCE_MS = 5000;

/** `unanswered`: questions in a row. */
type List = { readonly jobs: Iterator<MatchJob, unknown>; inPlay: number; unanswered: number; over: boolean };

/**
 * Plays what is missing and keeps it in `store`, where the session is already. Resolves when nothing is in play any more:
 * all was played, or it was stopped. Throws what an agent or the store threw, when every match in play has ended; a
 * UserError says how many matches are kept, where whole ones are committed.
 */
export async function runMatches(request: RunRequest): Promise<RunResult> {
  const { store, session, scheduler, givesUp, stop, before } = request;
  const answers = commitAnswers(store, request.inPlay > REST.above ? REST.times : 0);
  const whole = request.commit === 'matches' ? commitMatches(store, request.first ?? []) : null;
  /** A signal costs as much as a short match: agents that answer at once share one. */
  const shared = whole === null ? null : new AbortController();
  const tableOf = memo((matchUp: MatchUp) => tableFor(matchUp, scheduler, request.onFailure));
  const why: Record<string, number> = {};
  const count = {
    matches: before?.matches ?? 0,
    failed: before?.failed ?? 0,
    decisions: before?.decisions ?? 0,
    open: 0,
    failures: 0,
  };

  const lists: readonly List[] = request.lists.map((jobs) => ({
    jobs: jobs[Symbol.iterator](),
    ...{ inPlay: 0, unanswered: 0, over: false },
  }));
  const givenUp = ({ unanswered }: List): boolean => unanswered >= givesUp.after;
  const next = (): { readonly list: List; readonly job: MatchJob } | null => {
    const ready = lists.filter((list) => !list.over && !givenUp(list));
    for (const list of ready.length > 1 ? ready.toSorted((a, b) => a.inPlay - b.inPlay) : ready) {
      const taken = list.jobs.next();
      if (taken.done !== true) return { list, job: taken.value };
      list.over = true;
    }
    return null;
  };

  const breath = breather();

  const listen = (event: MatchEvent, list: List, agents: readonly Agent[]): void => {
    switch (event.type) {
      case 'answered':
        count.decisions += 1;
        if (agents[event.decision.seat]!.kind === 'model' && event.source !== 'substituted') list.unanswered = 0;
        break;
      case 'failed':
        count.failures += 1;
        why[event.why] = (why[event.why] ?? 0) + 1;
        list.unanswered = givesUp.counts(event.outcome) ? list.unanswered + 1 : 0;
        if (lists.every((one) => givenUp(one) || (one.over && one.inPlay === 0))) scheduler.stop('unanswered');
        break;
      case 'ended':
        if (event.how === 'left') count.open += 1;
        else count.matches += 1;
        if (event.how === 'failed') count.failed += 1;
        break;
    }
  };

  const play = async ({ matchUp, seed, open, presentation, beside, finished }: MatchJob, list: List): Promise<void> => {
    const { game, config, agents, disclosed } = matchUp;
    const { seats, tastes, table } = tableOf(matchUp);
    const match =
      open ??
      newMatch({ session: session.code, game, config, seed, agents, seats, disclosed, presentation, now: Date.now() });
    const leaving = shared ?? new AbortController();
    // Of agents that answer at once none has a question under way.
    if (whole === null) scheduler.admit(match.code, leaving);
    try {
      const stored = open === null ? [] : await store.decisions(match.code);
      const calls = open === null ? [] : await store.calls(match.code);
      const begun: readonly LogRow[] =
        open === null ? [{ table: 'match', row: match }, ...(beside?.(match) ?? [])] : [];
      if (whole !== null) whole.add(begun);
      else if (begun.length > 0) await answers.record(begun);
      count.decisions += stored.length;
      const moves: Move[] = [];
      const playing = {
        ...table,
        seed: match.seed,
        presentation: match.presentation,
        signal: leaving.signal,
        stored,
        calls,
      };
      /** Counts an event and tells of it. */
      const hear = (event: MatchEvent): void | Promise<void> => {
        listen(event, list, agents);
        if (event.type === 'moved') for (const move of event.moves) moves.push(move);
        if (event.type !== 'ended') scheduler.leaveIfStopped(match.code);
        else if (event.how === 'finished') {
          const views = agents.map((_, seat) => event.look(seat));
          return finished?.({ config, views, moves, payoffs: event.payoffs, disclosed: tastes }, match);
        }
      };
      if (whole === null) {
        return await recordThrough(answers, match, playing, async (event) => {
          await hear(event);
          request.progress?.({ ...count });
        });
      }
      const breathe = async (): Promise<void> => {
        request.progress?.({ ...count });
        await breath.turn();
      };
      await playThrough(playing, (event) => {
        if (leavesRows(event)) whole.add(rowsOf(match, event, Date.now()));
        const told = hear(event);
        if (told instanceof Promise) return told.then(() => (breath.due() ? breathe() : undefined));
        return breath.due() ? breathe() : undefined;
      });
      const committing = whole.ended();
      if (committing !== undefined) await committing;
    } finally {
      if (whole === null) scheduler.release(match.code);
    }
  };

  const work = async (): Promise<void> => {
    while (scheduler.stopped() === null) {
      const taken = next();
      if (taken === null) return;
      taken.list.inPlay += 1;
      try {
        await play(taken.job, taken.list);
      } finally {
        taken.list.inPlay -= 1;
      }
    }
  };

  let patience: NodeJS.Timeout | undefined;
  const interrupted = (): void => {
    scheduler.stop('interrupted');
    // Who answers at once is waited for.
    if (whole === null) patience = setTimeout(scheduler.leaveAll, request.patienceMs ?? PATIENCE_MS);
  };
  if (stop.aborted) interrupted();
  else stop.addEventListener('abort', interrupted, { once: true });
  try {
    const working = Array.from({ length: whole !== null ? 1 : request.inPlay }, () =>
      work().catch((error: unknown) => {
        scheduler.stop('interrupted');
        scheduler.leaveAll();
        throw error;
      }),
    );
    const broken = (await Promise.allSettled(working)).find((one) => one.status === 'rejected');
    // Where storing failed its rows are gone; where playing failed the matches before it are kept.
    await whole?.flush();
    if (broken !== undefined) throw broken.reason;
  } catch (error) {
    if (whole === null || !(error instanceof UserError)) throw error;
    const kept = whole.kept() + (before?.matches ?? 0);
    if (kept === 0) throw error;
    throw new UserError(`${error.message} The ${kept} matches before are kept in session ${session.code}.`);
  } finally {
    clearTimeout(patience);
    stop.removeEventListener('abort', interrupted);
  }
  return { ...count, stopped: scheduler.stopped() ?? (lists.some(givenUp) ? 'unanswered' : null), why };
}

/** What all matches of one condition share. */
function tableFor(
  { game, config, agents, disclosed, shown = toldApart(agents.map(({ label }) => label)) }: MatchUp,
  scheduler: Scheduler,
  onFailure: RunRequest['onFailure'],
) {
  return {
    seats: agents.map((agent, seat) => seatRow(agent, shown[seat])),
    tastes: tastesTold(agents, disclosed),
    table: {
      ...{ game, config, disclosed },
      // Who was not answered because of a long wait is asked when it is over.
      onFailure: (outcome: NoAnswer, tries: number) =>
        isLost(outcome) && scheduler.waitsTooLong()
          ? ('left' as const)
          : typeof onFailure === 'function'
            ? onFailure(outcome, tries)
            : onFailure,
      agents: agents.map((agent) => scheduler.limited(agent)),
      names: namesFor(shown),
      keep: scheduler.heard,
    },
  };
}

const leavesRows = ({ type }: MatchEvent): boolean => type === 'answered' || type === 'ended';
