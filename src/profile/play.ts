/** Plays a profile: the same questions to several agents, many matches at once, each kept. */
import { gathered } from '../run/group-commit.ts';
import { newGate, type Stop } from '../model/gate.ts';
import type { MatchRow, SessionRow, Store } from '../core/log.ts';
import type { Policy } from '../match/match.ts';
import type { Metered } from '../model/budget.ts';
import { newMatch, recordedMatch, seatRow } from '../match/record-match.ts';
import { answersOf, type ProfileAnswers } from './answers.ts';
import type { ProfileMatch } from './design.ts';
import { placeRow } from './stored-profile.ts';
import { namesFor } from '../match/disclosure.ts';

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
  readonly house: Metered;
  readonly stop: AbortSignal;
  /** After each match that was played to its end. */
  ended(job: ProfileMatch, heard: ProfileAnswers): void;
};

export type Profiling = {
  readonly stopped: Stop | null;
  /** Why there was no answer, counted. */
  readonly why: Readonly<Record<string, number>>;
};

/** So many questions to one agent in a row that its server had no answer to, and it is asked nothing more. Ours. */
const IN_A_ROW = 10;
/** How long answers under way are waited for when it is interrupted, milliseconds. */
const PATIENCE_MS = 5000;

/**
 * Who refuses, or says what cannot be read, has been asked, and the marked stand-in goes on. Where a server had no answer
 * the match is left: it can go on at that question.
 */
const policyFor = (outcome: string): Policy => (isLost(outcome) ? 'ask again' : 'stand-in');
const isLost = (outcome: string): boolean => outcome === 'failed' || outcome === 'timed out';

export async function playProfile({
  store: file,
  session,
  missing,
  atOnce,
  house,
  stop,
  ended,
}: ProfilingRequest): Promise<Profiling> {
  const store = gathered(file);
  const gate = newGate(atOnce, house.meter, house.queues);
  house.onDenied = (match) => {
    gate.stop('max-calls');
    gate.leave(match);
  };
  const why: Record<string, number> = {};
  /** By agent: questions in a row that were lost. A refusal is an answer, and an agent that is gone stops no other. */
  const lost = new Map<number, number>();
  const gone = (agent: number): boolean => (lost.get(agent) ?? 0) >= Math.max(IN_A_ROW, 1.25 * atOnce);

  const play = async ({ job, begun }: Missing): Promise<void> => {
    const { game, config, seats, seed } = job;
    const match =
      begun ??
      newMatch({
        ...{ session: session.code, game, config, seed, agents: seats, disclosed: false, now: Date.now() },
        seats: seats.map((agent) => seatRow(agent, OTHER)),
      });
    const leaving = new AbortController();
    gate.sitsDown(match.code, leaving);
    try {
      if (begun === null) await store.record([{ table: 'match', row: match }, placeRow(match, job)]);
      const table = {
        ...{ game, config, seed, disclosed: false, signal: leaving.signal, onFailure: policyFor },
        stored: begun === null ? [] : await store.decisions(match.code),
        calls: begun === null ? [] : await store.calls(match.code),
        agents: seats.map((agent) => gate.guarded(agent)),
        names: namesFor(seats.map(() => OTHER)),
        keep: house.meter.heard,
      };
      for await (const event of recordedMatch(store, match, table, true)) {
        if (event.type === 'failed') {
          why[event.why] = (why[event.why] ?? 0) + 1;
          if (isLost(event.outcome)) {
            lost.set(job.agent, (lost.get(job.agent) ?? 0) + 1);
            gate.leave(match.code);
          } else lost.delete(job.agent);
        } else if (event.type === 'answered' && seats[event.decision.seat]?.kind === 'model') lost.delete(job.agent);
        if (event.type === 'ended' && event.how === 'finished') {
          const rows = await store.decisions(match.code);
          ended(job, answersOf({ ...job, match: match.code, seats: seats.length }, rows));
        }
        if (event.type !== 'ended') gate.leaveIfStopped(match.code);
      }
    } finally {
      gate.getsUp(match.code);
    }
  };

  const queues = [...Map.groupBy(missing, ({ job }) => job.agent)].map(([agent, mine]) => ({
    agent,
    waiting: [...mine],
    inPlay: 0,
  }));
  const work = async (): Promise<void> => {
    while (gate.stopped() === null) {
      // Whoever has the fewest matches in play: a server that is silent holds its own agent up, and no other.
      const [queue] = queues
        .filter(({ agent, waiting }) => waiting.length > 0 && !gone(agent))
        .toSorted((a, b) => a.inPlay - b.inPlay);
      if (queue === undefined) return;
      queue.inPlay += 1;
      await play(queue.waiting.shift()!);
      queue.inPlay -= 1;
    }
  };
  let patience: NodeJS.Timeout | undefined;
  const interrupted = (): void => {
    gate.stop('interrupted');
    patience = setTimeout(gate.leaveAll, PATIENCE_MS);
  };
  if (stop.aborted) interrupted();
  else stop.addEventListener('abort', interrupted, { once: true });
  try {
    const working = Array.from({ length: Math.min(missing.length, Math.ceil(1.25 * atOnce) + 1) }, () =>
      work().catch((error: unknown) => {
        gate.stop('interrupted');
        gate.leaveAll();
        throw error;
      }),
    );
    const broken = (await Promise.allSettled(working)).find((one) => one.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  } finally {
    clearTimeout(patience);
    stop.removeEventListener('abort', interrupted);
  }
  return { stopped: gate.stopped() ?? (queues.some(({ agent }) => gone(agent)) ? 'unanswered' : null), why };
}
