/**
 * Plays a profile: the same questions to several agents, many matches at once, each kept. What is asked is fixed here, so
 * that profiles of different days can be laid side by side.
 */
import type { Agent } from './agents/agent.ts';
import { type Answered, type Reference, type Task } from './analysis/profile/evidence.ts';
import { type AnyGame, type Belief, type Decision, SKIPPED, type Answer, type Taste } from './game.ts';
import { gathered } from './gathered.ts';
import { newGate, type Stop } from './gate.ts';
import type { SessionRow, Store } from './log.ts';
import type { MatchEvent } from './match.ts';
import type { Metered } from './model/meter.ts';
import { newMatch, recordedMatch, seatRow } from './recorded.ts';
import { rng } from './rng.ts';
import { readConfig } from './settings.ts';

export const LENGTHS = ['quick', 'standard', 'full'] as const;
export type Length = (typeof LENGTHS)[number];

/**
 * How much each length asks, ours. draws: how often each dilemma and the vehicle items are asked; markets: of each framing.
 * One agent answers 18 + 24 questions a draw and a price a round: 46, 310 and 1,440 in all.
 */
export const AMOUNTS: Readonly<Record<Length, { readonly draws: number; readonly markets: number; readonly rounds: number }>> = {
  quick: { draws: 1, markets: 2, rounds: 1 },
  standard: { draws: 5, markets: 5, rounds: 10 },
  full: { draws: 20, markets: 10, rounds: 30 },
};

/** What everybody else is called: no agent is told whom it faces. */
const OTHER = 'the other player';

/** One match to be played. The profiled agent has the first seat. */
export type Job = {
  /** Which of the profiled agents. */
  readonly agent: number;
  readonly task: Task;
  /** The payoffs' name, the set of items, the framing. */
  readonly where: string;
  readonly draw: number;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seats: readonly Agent[];
  readonly seed: number;
};

export type Games = { readonly dilemma: AnyGame; readonly vehicles: AnyGame; readonly market: AnyGame };

/** An agent as it sits down in each game: one that is solved is read anew for each. */
export type Candidate = { readonly id: string; seatIn(game: AnyGame): Agent };

const FRAMINGS = ['collusive', 'competitive'] as const;

/**
 * Every match of a profile. Dilemmas: the six presets by the strategy method, roles drawn, so that one match tells the
 * first move and the answers to C and to D. Vehicles: the class set. Pricing: against economicus, both framings. What theory
 * computes is computed once.
 */
export function jobsOf(
  candidates: readonly Candidate[],
  games: Games,
  length: Length,
  seed: number,
  rival: Agent,
  other: Agent,
): readonly Job[] {
  const { dilemma, vehicles, market } = games;
  const { draws, markets, rounds } = AMOUNTS[length];
  const presets = dilemma.presets.map(({ name }) => ({
    where: name,
    config: readConfig(dilemma, { preset: name, more: { method: 'strategy', roles: 'drawn', order: 'drawn' } }),
  }));
  const items = readConfig(vehicles, { preset: 'class', more: { options: 'drawn' } });
  const framings = FRAMINGS.map((framing) => ({
    where: framing,
    config: readConfig(market, { more: { framing, rounds, calculator: false } }),
  }));
  return candidates.flatMap((candidate, agent) => {
    const [player, buyer, seller] = [candidate.seatIn(dilemma), candidate.seatIn(vehicles), candidate.seatIn(market)];
    const often = (times: number): readonly number[] => Array.from({ length: player.kind === 'theory' ? 1 : times }, (_, draw) => draw);
    // The same seed for all agents: options stand in the same order.
    const job = (task: Task, where: string, draw: number, game: AnyGame, config: unknown, seats: readonly Agent[]): Job => ({
      ...{ agent, task, where, draw, game, config, seats },
      seed: rng(seed, 'profile', task, where, draw).below(2 ** 31),
    });
    return [
      // The longest chain of questions begins first.
      ...often(draws).map((draw) => job('vehicles', 'class', draw, vehicles, items, [buyer])),
      ...often(draws).flatMap((draw) => presets.map(({ where, config }) => job('dilemmas', where, draw, dilemma, config, [player, other]))),
      ...often(markets).flatMap((draw) =>
        framings.map(({ where, config }) => job('pricing', where, draw, market, config, [seller, rival])),
      ),
    ];
  });
}

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

/** Follows a match by the rules beside it, and notes each answer of the first seat with what theory would have answered there. */
function listening({ task, where, draw, game, config, seats, seed }: Job, match: string) {
  let state = game.setup(config, rng(seed, 'setup'), seats.length);
  let turn = 0;
  let spoiled = false;
  let unanswered = 0;
  const substituted = new Set<string>();
  const answers: Answered[] = [];
  const index = indexOf(game, config);
  const belief: Belief = game.belief?.(config) ?? { kind: 'uniform' };
  const valueOf = (decision: Decision, answer: Answer): number | null => {
    if (answer === SKIPPED) return null;
    if (typeof answer === 'number') return decision.key === 'price' ? index(answer) : answer;
    return answer === 'C' || answer === 'swerve' ? 1 : 0;
  };
  return {
    take(event: MatchEvent): void {
      if (event.type === 'answered' && event.source === 'substituted')
        substituted.add(`${event.turn} ${event.decision.seat} ${event.decision.key}`);
      if (event.type !== 'moved') return;
      const view = game.observe(state, 0);
      for (const { decision, answer } of event.moves) {
        if (decision.seat !== 0) continue;
        const said = valueOf(decision, answer);
        if (substituted.has(`${event.turn} 0 ${decision.key}`)) {
          unanswered += 1;
          // Later prices answer one that it did not ask.
          if (task === 'pricing') spoiled = true;
          continue;
        }
        if (said === null) continue;
        const wants = Object.entries(TASTES[task]).flatMap(([reference, taste]) => {
          const wanted = game.theory === undefined ? null : valueOf(decision, game.theory(view, decision, taste, belief).answer);
          return wanted === null ? [] : [[reference, wanted] as const];
        });
        answers.push({ task, where, match, draw, key: decision.key, round: decision.round, value: said, wants: Object.fromEntries(wants) });
      }
      state = game.apply(state, event.moves, rng(seed, 'turn', turn++));
    },
    told: () => ({ answers: spoiled ? [] : answers, unanswered }),
  };
}

const MORALIS = { kappa: 0.5 };
const TASTES: Readonly<Record<Task, Readonly<Partial<Record<Reference, Taste>>>>> = {
  dilemmas: { economicus: { kappa: 0 }, moralis: MORALIS },
  vehicles: { economicus: { kappa: 0 }, moralis: MORALIS },
  pricing: {
    economicus: { kappa: 0 },
    'moralis/sellers': { ...MORALIS, variant: 'sellers' },
    'moralis/buyers': { ...MORALIS, variant: 'buyers' },
  },
};

/** Prices between the game's own two lines: 0 at the first, Nash, 1 at the second, the joint monopoly. */
function indexOf(game: AnyGame, config: unknown): (price: number) => number {
  const [nash, monopoly] = game.compared?.path?.(config).levels ?? [];
  return nash === undefined || monopoly === undefined ? (price) => price : (price) => (price - nash.at) / (monopoly.at - nash.at);
}
