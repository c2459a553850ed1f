/**
 * Matches with language models at the table: many at once, one commit an answer, each able to go on where it stopped.
 * Whoever is slow holds up its own match only.
 */
import type { Agent } from '../match/agent.ts';
import type { BatchResult, RunCount } from './batch.ts';
import { type Gate, newGate, type Stop } from '../model/gate.ts';
import { gathered } from './group-commit.ts';
import type { AnyGame, Move } from '../core/game.ts';
import type { MatchRow, SessionRow, Store } from '../core/log.ts';
import type { MatchEvent, Table } from '../match/match.ts';
import type { Meter, Spent } from '../model/budget.ts';
import type { Pace } from '../model/pace.ts';
import { newMatch, recordedMatch, seatRow } from '../match/record-match.ts';
import { newTally, type RunTally } from './tally.ts';
import { namesFor, tastesTold } from '../match/disclosure.ts';

/** What follows when a model has no answer: the match ends, the marked stand-in answers, or it is asked again, three times at most. */
export type RunFailurePolicy = 'fail' | 'stand-in' | 'again';

export type TogetherRequest = {
  readonly store: Store;
  /** Stored already, like the matches that are open. */
  readonly session: SessionRow;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly agents: readonly Agent[];
  readonly disclosed: boolean;
  /** Matches that were interrupted. */
  readonly open: readonly MatchRow[];
  /** Seeds of the matches that have not begun. */
  readonly seeds: readonly number[];
  /** What was played before: added to what is told. */
  readonly before: {
    readonly tally: RunTally;
    readonly matches: number;
    readonly failed: number;
    readonly decisions: number;
  };
  /** Questions answered at the same time with one key, and how many matches are in play for that. */
  readonly atOnce: number;
  readonly inPlay?: number;
  /** How long answers under way are waited for when the run is interrupted, milliseconds; otherwise 5 s. */
  readonly patienceMs?: number;
  readonly onFailure: RunFailurePolicy;
  readonly meter: Meter;
  readonly queues: ReadonlyMap<string, Pace>;
  /** Aborted: answers under way are waited for, for a moment. */
  readonly stop: AbortSignal;
  /** Handed over before the first match begins. */
  ready?(gate: Gate): void;
  progress?(far: RunProgress): void;
};

export type RunProgress = RunCount & {
  /** Questions without an answer in this run. */
  readonly failures: number;
  readonly spent: Spent;
};

export type Together = BatchResult & {
  /** Of the matches those that ended without an answer; and those left open, to go on later. */
  readonly failed: number;
  readonly open: number;
  readonly stopped: Stop | null;
  /** Why there was no answer in this run, counted. */
  readonly why: Readonly<Record<string, number>>;
};

/** Asked again so often in all, then the match ends without an answer. */
const AGAIN = 3;
/** So many questions in a row without an answer, at least, and the run is stopped: the server is gone, or the key. Ours. */
const IN_A_ROW = 50;
/** How long answers under way are waited for when the run is interrupted, milliseconds. */
const PATIENCE_MS = 5000;

const policies = { fail: 'failed', 'stand-in': 'stand-in', again: 'ask again' } as const;

export async function playTogether(request: TogetherRequest): Promise<Together> {
  const { session, game, config, agents, disclosed, atOnce, meter, before, stop } = request;
  const store = gathered(request.store);
  const gate = newGate(atOnce, meter, request.queues);
  const { tally } = before;
  const tastes = tastesTold(agents, disclosed);
  const seats = agents.map((agent) => seatRow(agent));
  const shared = {
    game,
    config,
    agents: agents.map((agent) => gate.guarded(agent)),
    names: namesFor(agents.map(({ label }) => label)),
    disclosed,
    onFailure: policies[request.onFailure],
    keep: meter.heard,
  };
  const why: Record<string, number> = {};
  const far = {
    matches: before.matches,
    failed: before.failed,
    decisions: before.decisions,
    open: 0,
    failures: 0,
    inARow: 0,
  };
  const tell = (): void => request.progress?.({ ...far, spent: meter.spent() });

  const listen = (match: MatchRow, leaving: AbortController): ((event: MatchEvent) => void) => {
    const moves: Move[] = [];
    const asked = new Map<string, number>();
    return (event) => {
      if (event.type === 'answered') far.decisions += 1;
      if (event.type === 'answered' && agents[event.decision.seat]!.kind === 'model' && event.source !== 'substituted')
        far.inARow = 0;
      if (event.type === 'moved') for (const move of event.moves) moves.push(move);
      if (event.type === 'failed') {
        far.failures += 1;
        why[event.why] = (why[event.why] ?? 0) + 1;
        if (++far.inARow >= Math.max(IN_A_ROW, 2 * atOnce)) gate.stop('unanswered');
        const place = `${event.turn}.${event.decision.seat}.${event.decision.key}`;
        asked.set(place, (asked.get(place) ?? 0) + 1);
        if (shared.onFailure === 'ask again' && asked.get(place)! >= AGAIN) leaving.abort('failed');
      }
      if (event.type === 'ended') {
        if (event.how === 'left') far.open += 1;
        else far.matches += 1;
        if (event.how === 'failed') far.failed += 1;
        if (event.how === 'finished')
          tally.add({
            config,
            views: agents.map((_, seat) => event.look(seat)),
            moves,
            payoffs: event.payoffs,
            disclosed: tastes,
          });
      } else gate.leaveIfStopped(match.code);
      tell();
    };
  };

  const play = async (match: MatchRow, resumed: boolean): Promise<void> => {
    const leaving = new AbortController();
    gate.sitsDown(match.code, leaving);
    try {
      const table: Table = {
        ...shared,
        seed: match.seed,
        signal: leaving.signal,
        stored: resumed ? await store.decisions(match.code) : [],
        calls: resumed ? await store.calls(match.code) : [],
      };
      far.decisions += table.stored.length;
      const heard = listen(match, leaving);
      for await (const event of recordedMatch(store, match, table, resumed)) heard(event);
    } finally {
      gate.getsUp(match.code);
    }
  };

  const jobs = [...request.open, ...request.seeds].values();
  const work = async (): Promise<void> => {
    for (const job of jobs) {
      if (gate.stopped() !== null) return;
      if (typeof job === 'number')
        await play(
          newMatch({ session: session.code, game, config, seed: job, agents, seats, disclosed, now: Date.now() }),
          false,
        );
      else await play(job, true);
    }
  };

  const interrupted = (): void => {
    gate.stop('interrupted');
    patience = setTimeout(gate.leaveAll, request.patienceMs ?? PATIENCE_MS);
  };
  let patience: NodeJS.Timeout | undefined;
  request.ready?.(gate);
  if (stop.aborted) interrupted();
  else stop.addEventListener('abort', interrupted, { once: true });
  try {
    // One match more in play than can be asked about, and a quarter: while one is written another is ready.
    const inPlay = Math.min(request.inPlay ?? Math.ceil(1.25 * atOnce) + 1, request.open.length + request.seeds.length);
    const working = Array.from({ length: inPlay }, () =>
      work().catch((error: unknown) => {
        gate.stop('interrupted');
        gate.leaveAll();
        throw error;
      }),
    );
    const ended = await Promise.allSettled(working);
    const broken = ended.find((one) => one.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  } finally {
    clearTimeout(patience);
    stop.removeEventListener('abort', interrupted);
  }
  return {
    matches: far.matches,
    decisions: far.decisions,
    failed: far.failed,
    open: far.open,
    seats: tally.seats(),
    stopped: gate.stopped(),
    why,
  };
}

/** Nothing was played before. */
export const fromTheStart = (game: AnyGame, agents: readonly Agent[]): TogetherRequest['before'] => ({
  tally: newTally(game, agents),
  matches: 0,
  failed: 0,
  decisions: 0,
});
