/** What a profile asks: fixed here, so that profiles of different days can be laid side by side. */
import type { Agent } from '../match/agent.ts';
import type { Task } from './evidence.ts';
import type { AnyGame } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { readConfig } from '../core/settings.ts';

export const LENGTHS = ['quick', 'standard', 'full'] as const;
export type Length = (typeof LENGTHS)[number];

/**
 * How much each length asks, ours. draws: how often each dilemma and the vehicle items are asked; markets: of each framing.
 * One agent answers 18 + 24 questions a draw and a price a round: 46, 310 and 1,440 in all.
 */
export const AMOUNTS: Readonly<
  Record<Length, { readonly draws: number; readonly markets: number; readonly rounds: number }>
> = {
  quick: { draws: 1, markets: 2, rounds: 1 },
  standard: { draws: 5, markets: 5, rounds: 10 },
  full: { draws: 20, markets: 10, rounds: 30 },
};

/** Which question of a profile a match is played for. */
export type ProfileQuestion = {
  /** Which of the profiled agents. */
  readonly agent: number;
  readonly task: Task;
  /** The payoffs' name, the set of items, the framing. */
  readonly where: string;
  readonly draw: number;
};

export const placeName = ({ agent, task, where, draw }: ProfileQuestion): string => `${agent} ${task} ${where} ${draw}`;

/** One match to be played. The profiled agent has the first seat. */
export type ProfileMatch = ProfileQuestion & {
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seats: readonly Agent[];
  readonly seed: number;
};

export type Games = { readonly dilemma: AnyGame; readonly vehicles: AnyGame; readonly market: AnyGame };

/** An agent as it sits down in each game: one that is solved is read anew for each. */
export type ProfileAgent = { readonly id: string; seatIn(game: AnyGame): Agent };

const FRAMINGS = ['collusive', 'competitive'] as const;

/**
 * Every match of a profile. Dilemmas: the six presets by the strategy method, roles drawn, so that one match tells the
 * first move and the answers to C and to D. Vehicles: the class set. Pricing: against economicus, both framings. What theory
 * computes is computed once.
 */
export function jobsOf(
  candidates: readonly ProfileAgent[],
  games: Games,
  length: Length,
  seed: number,
  rival: Agent,
  other: Agent,
): readonly ProfileMatch[] {
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
    const often = (times: number): readonly number[] =>
      Array.from({ length: player.kind === 'theory' ? 1 : times }, (_, draw) => draw);
    // The same seed for all agents: options stand in the same order.
    const job = (
      task: Task,
      where: string,
      draw: number,
      game: AnyGame,
      config: unknown,
      seats: readonly Agent[],
    ): ProfileMatch => ({
      ...{ agent, task, where, draw, game, config, seats },
      seed: rng(seed, 'profile', task, where, draw).below(2 ** 31),
    });
    return [
      // The longest chain of questions begins first.
      ...often(draws).map((draw) => job('vehicles', 'class', draw, vehicles, items, [buyer])),
      ...often(draws).flatMap((draw) =>
        presets.map(({ where, config }) => job('dilemmas', where, draw, dilemma, config, [player, other])),
      ),
      ...often(markets).flatMap((draw) =>
        framings.map(({ where, config }) => job('pricing', where, draw, market, config, [seller, rival])),
      ),
    ];
  });
}
