/** Which questions of a condition nobody can be asked for probabilities: numbers, which have no list of answers. */
import type { AnyGame, Seat } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { randomAnswer } from '../agents/script.ts';

/** A question by its name, and whose it is: "price", "seat 1". */
export type UnaskableQuestion = { readonly name: string; readonly seat: string };

/**
 * The questions to these seats that are numbers; with `grid` those of them for which the game gives no grid. A match is played
 * dry, by lot, to see what is asked. `name`: what stands before the first slash of the question's key.
 */
export function unaskable(
  game: AnyGame,
  config: unknown,
  seats: readonly Seat[],
  grid: boolean,
): readonly UnaskableQuestion[] {
  const found = new Map<string, UnaskableQuestion>();
  let state = game.setup(config, rng(0, 'setup'), game.seats(config).least);
  for (let turn = 0; ; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) return [...found.values()];
    for (const { input, seat, key, grid: points } of decisions) {
      if (input.kind === 'choice' || !seats.includes(seat) || (grid && points !== undefined)) continue;
      const question = { name: key.split('/')[0]!, seat: game.seatName?.(config, seat) ?? `seat ${seat + 1}` };
      found.set(`${question.name} ${question.seat}`, question);
    }
    const moves = decisions.map((decision) => ({
      decision,
      answer: randomAnswer(decision, rng(0, turn, decision.seat, decision.key)),
    }));
    state = game.apply(state, moves, rng(0, 'turn', turn));
  }
}
