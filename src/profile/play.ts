/** Plays a profile: the same questions to several agents, many matches at once, each kept. */
import type { Answered } from '../analysis/profile/evidence.ts';
import { gathered } from '../gathered.ts';
import { newGate, type Stop } from '../gate.ts';
import type { SessionRow, Store } from '../log.ts';
import type { Metered } from '../model/meter.ts';
import { newMatch, recordedMatch, seatRow } from '../recorded.ts';
import { listening } from './answers.ts';
import type { Job } from './jobs.ts';

/** What everybody else is called: no agent is told whom it faces. */
const OTHER = 'the other player';

export type Ended = {
  readonly job: Job;
  readonly match: string;
  readonly answers: readonly Answered[];
  /** Questions without an answer; the marked stand-in went on, and what it said is left out. */
  readonly unanswered: number;
};

export type ProfilingRequest = {
  readonly store: Store;
  /** Stored already. */
  readonly session: SessionRow;
  readonly jobs: readonly Job[];
  readonly atOnce: number;
  readonly house: Metered;
  readonly stop: AbortSignal;
  /** After each match that was played to its end. */
  ended(one: Ended): void;
};

export type Profiling = { readonly stopped: Stop | null; readonly why: Readonly<Record<string, number>> };

/** So many questions in a row without an answer, at least, and nothing more is asked. Ours. */
const IN_A_ROW = 12;
/** How long answers under way are waited for when it is interrupted, milliseconds. */
const PATIENCE_MS = 5000;

export async function playProfile({ store: file, session, jobs, atOnce, house, stop, ended }: ProfilingRequest): Promise<Profiling> {
  const store = gathered(file);
  const gate = newGate(atOnce, house.meter, house.queues);
  house.onDenied = (match) => {
    gate.stop('max-calls');
    gate.leave(match);
  };
  const why: Record<string, number> = {};
  let inARow = 0;

  const play = async (job: Job): Promise<void> => {
    const { game, config, seats, seed } = job;
    const match = newMatch({
      ...{ session: session.code, game, config, seed, agents: seats, disclosed: false, now: Date.now() },
      seats: seats.map((agent) => seatRow(agent, OTHER)),
    });
    const leaving = new AbortController();
    gate.sitsDown(match.code, leaving);
    const heard = listening(job, match.code);
    try {
      const table = {
        ...{ game, config, seed, disclosed: false, signal: leaving.signal, stored: [], onFailure: 'stand-in' as const },
        agents: seats.map((agent) => gate.guarded(agent)),
        names: seats.map((_, me) => seats.map((_agent, seat) => (seat === me ? 'you' : OTHER))),
        keep: house.meter.heard,
      };
      for await (const event of recordedMatch(store, match, table, false)) {
        heard.take(event);
        if (event.type === 'failed') {
          why[event.why] = (why[event.why] ?? 0) + 1;
          if (++inARow >= Math.max(IN_A_ROW, 2 * atOnce)) gate.stop('unanswered');
        } else if (event.type === 'answered' && event.source !== 'substituted' && seats[event.decision.seat]?.kind === 'model') inARow = 0;
        if (event.type === 'ended' && event.how === 'finished') ended({ job, match: match.code, ...heard.told() });
        if (event.type !== 'ended') gate.leaveIfStopped(match.code);
      }
    } finally {
      gate.getsUp(match.code);
    }
  };

  const queue = jobs.values();
  const work = async (): Promise<void> => {
    for (const job of queue) {
      if (gate.stopped() !== null) return;
      await play(job);
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
    const working = Array.from({ length: Math.min(jobs.length, Math.ceil(1.25 * atOnce) + 1) }, () =>
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
  return { stopped: gate.stopped(), why };
}
