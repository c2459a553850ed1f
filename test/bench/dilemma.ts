/**
 * One one-shot dilemma played by three programs, decisions counted: our loop with theory agents, boardgame.io's own
 * simulation loop with bots that answer from a table, and a bare loop that solves the plans anew for every match.
 */
import type { AnyGame } from '../../src/core/game.ts';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import { playMatch } from '../../src/match/match.ts';
import { createRequire } from 'node:module';

/** Plays this many matches; returns the decisions that were taken. */
export type Player = (matches: number) => Promise<number>;

/** Theory agents, unlogged: the loop and the theory of `homines run`, without the store. */
export function ours(game: AnyGame, config: unknown): Player {
  const agents = [readOfflineAgent('economicus', game), readOfflineAgent('moralis:0.5', game)];
  const table = {
    game,
    config,
    agents,
    names: [
      ['you', 'moralis'],
      ['economicus', 'you'],
    ],
    disclosed: false,
    signal: new AbortController().signal,
    stored: [],
  };
  return async (matches) => {
    let decisions = 0;
    for (let seed = 0; seed < matches; seed++)
      for await (const event of playMatch({ ...table, seed })) if (event.type === 'answered') decisions += 1;
    return decisions;
  };
}

type Payoffs = { readonly T: number; readonly R: number; readonly P: number; readonly S: number };
type Choice = 'C' | 'D';
const choices: readonly Choice[] = ['C', 'D'];
const plans = choices.flatMap((first) =>
  choices.flatMap((afterC) => choices.map((afterD) => ({ first, afterC, afterD }))),
);
type Plan = (typeof plans)[number];

function pay({ T, R, P, S }: Payoffs, mine: Choice, other: Choice): number {
  return mine === 'C' ? (other === 'C' ? R : S) : other === 'C' ? T : P;
}

function expected(payoffs: Payoffs, mine: Plan, other: Plan): number {
  const reply = mine.first === 'C' ? other.afterC : other.afterD;
  const answer = other.first === 'C' ? mine.afterC : mine.afterD;
  return 0.5 * pay(payoffs, mine.first, reply) + 0.5 * pay(payoffs, answer, other.first);
}

/** The plan that maximises (1 − κ)·π against an even mix of all plans + κ·π against itself. */
function best(payoffs: Payoffs, kappa: number): Plan {
  let chosen = plans[0]!;
  let most = -Infinity;
  for (const mine of plans) {
    let own = 0;
    for (const other of plans) own += expected(payoffs, mine, other) / plans.length;
    const utility = (1 - kappa) * own + kappa * expected(payoffs, mine, mine);
    if (utility > most + 1e-9) [chosen, most] = [mine, utility];
  }
  return chosen;
}

/** The least that any program could do which solves both plans for every match. */
export function bare(payoffs: Payoffs): Player {
  return async (matches) => {
    let decisions = 0;
    let paid = 0;
    for (let match = 0; match < matches; match++) {
      const economicus = best(payoffs, 0);
      const moralis = best(payoffs, 0.5);
      const move = economicus.first;
      const reply = move === 'C' ? moralis.afterC : moralis.afterD;
      paid += pay(payoffs, move, reply) + pay(payoffs, reply, move);
      decisions += 2;
    }
    if (!Number.isFinite(paid)) throw new Error('the bare loop paid no number');
    return decisions;
  };
}

type BoardState = { readonly move: Choice | null; readonly reply: Choice | null };
type Playing = { readonly G: BoardState; readonly ctx: { readonly gameover?: unknown } };

/** The same game in boardgame.io 0.50.2, played by its `Simulate`. Its bots know their plans beforehand and solve nothing. */
export function boardgame(payoffs: Payoffs): Player {
  const load = createRequire(import.meta.url);
  const { Bot, Simulate } = load('boardgame.io/ai');
  const { InitializeGame } = load('boardgame.io/internal');
  const game = {
    setup: (): BoardState => ({ move: null, reply: null }),
    turn: { minMoves: 1, maxMoves: 1 },
    moves: {
      choose: ({ G }: Playing, choice: Choice): BoardState =>
        G.move === null ? { ...G, move: choice } : { ...G, reply: choice },
    },
    endIf: ({ G }: Playing) =>
      G.move === null || G.reply === null
        ? undefined
        : { payoffs: [pay(payoffs, G.move, G.reply), pay(payoffs, G.reply, G.move)] },
    ai: { enumerate: () => choices.map((choice) => ({ move: 'choose', args: [choice] })) },
  };
  class PlanBot extends Bot {
    plan: Plan;
    constructor(plan: Plan) {
      super({ enumerate: game.ai.enumerate });
      this.plan = plan;
    }
    play({ G }: Playing, playerID: string) {
      const { first, afterC, afterD } = this.plan;
      const choice = G.move === null ? first : G.move === 'C' ? afterC : afterD;
      return Promise.resolve({
        action: { type: 'MAKE_MOVE', payload: { type: 'choose', args: [choice], playerID, credentials: undefined } },
      });
    }
  }
  const bots = { 0: new PlanBot(best(payoffs, 0)), 1: new PlanBot(best(payoffs, 0.5)) };
  return async (matches) => {
    for (let match = 0; match < matches; match++) {
      const state = InitializeGame({ game, numPlayers: 2 });
      const { state: end } = await Simulate({ game, bots, state, depth: 4 });
      if (end.ctx.gameover === undefined) throw new Error('boardgame.io did not finish a match');
    }
    return 2 * matches;
  };
}
