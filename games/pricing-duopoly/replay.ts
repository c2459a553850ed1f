/** A match of two rules that is worked out instead of played: what economicus or moralis does against whom it faces. */
import type { Taste } from '../../src/core/game.ts';
import type { Config } from './config.ts';
import { type Asked, nextPrice } from './rule.ts';
import { firmOf, solved } from './solution.ts';

/** What a seat does: the rule of a taste, or one price in every round (the stand-in, once it is drawn). */
export type Player = Taste | number;

/**
 * The rounds that count of a match of these two, seat 1 first: exactly those that they play at a table, where they see what
 * sellers see. `rounds`: how many, from 1. Prices in money, one pair a round.
 *
 *     replay(config, [{ kappa: 0.5, variant: 'sellers' }, { kappa: 0 }], 10)  // [[17.1, 14.7], [17, 15.7], …]
 */
export function replay(
  config: Config,
  players: readonly [Player, Player],
  rounds: number,
): readonly (readonly [number, number])[] {
  const lab = solved(config);
  const played: (readonly [number, number])[] = [];
  const rows: readonly [Asked[], Asked[]] = [[], []];
  // No rule looks further back than the average that is expected.
  const inView = Math.max(1, Math.min(config.window, config.k));
  for (let round = 0; round < rounds; round++) {
    const ask = (seat: 0 | 1): number => {
      const player = players[seat];
      if (typeof player === 'number') return player;
      return nextPrice(lab, config, firmOf(seat), player, rows[seat]).choice.price;
    };
    const [first, second] = [ask(0), ask(1)];
    played.push([first, second]);
    rows[0].push({ price: first, rival: second });
    rows[1].push({ price: second, rival: first });
    for (const list of rows) if (list.length > inView) list.shift();
  }
  return played;
}
