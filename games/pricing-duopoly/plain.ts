/** Where a student stands after a match, in words: what was asked and earned, what would have earned most, what theory's sellers do. */
import { memo } from '../../src/core/memo.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import type { Names } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import type { Pair } from './demand.ts';
import { money, price, short } from './format.ts';
import { hindsight, mean } from './hindsight.ts';
import type { View } from './rules.ts';
import { firmOf, type Solved, solved } from './solution.ts';
import type { Words } from './words.ts';

export const plainIn = memo((words: Words) => {
  const said = words.debrief.plain;

  /** One number where both sellers have the same, else own and the rival's. */
  function both(
    lab: Solved,
    firm: 0 | 1,
    [first, second]: Pair,
    write: (lab: Solved, value: number) => string,
  ): string {
    const [own, theirs] = firm === 0 ? [first, second] : [second, first];
    return lab.market.symmetric
      ? write(lab, own)
      : fill(said.pair, { own: write(lab, own), theirs: write(lab, theirs) });
  }

  return (view: View, names: Names, kappa: number): readonly Block[] => {
    const { config, rows, total, rivalTotal, seat } = view;
    const lab = solved(config);
    const firm = firmOf(seat);
    const once = rows.length === 1;
    const rival = names[1 - seat] ?? '';
    const { replies } = hindsight(view);
    const [low, high] = [price(lab, Math.min(...replies.prices)), price(lab, Math.max(...replies.prices))];
    const theirs = price(lab, mean(rows.map((row) => row.rival)));
    const best = { rival, theirs, most: money(lab, replies.total), earned: money(lab, total), low, high };
    const nothingBetter = money(lab, replies.total) === money(lab, total);
    const sentences = [
      fill(once ? said.earnedOnce : said.earned, {
        own: price(lab, mean(rows.map((row) => row.price))),
        earned: money(lab, total),
        rival,
        theirs,
        theirEarned: money(lab, rivalTotal ?? 0),
      }),
      nothingBetter
        ? fill(once ? said.bestAlreadyOnce : said.bestAlready, { rival })
        : fill(once ? said.bestOnce : low === high ? said.bestOne : said.best, { ...best, price: low }),
      fill(once ? said.selfishOnce : said.selfish, {
        nash: both(lab, firm, lab.nash.prices, price),
        profit: both(lab, firm, lab.nash.profits, money),
      }),
      lab.forbidden.nash.every(Boolean)
        ? fill(said.same, { limit: price(lab, lab.limit) })
        : fill(once ? said.togetherOnce : said.together, {
            monopoly: both(lab, firm, lab.monopoly.prices, price),
            profit: both(lab, firm, lab.monopoly.profits, money),
          }),
      fill(said.moralis, {
        sellers: both(lab, firm, lab.fixedPoint({ kappa, buyers: 0 }).world.prices, price),
        buyers: both(lab, firm, lab.fixedPoint({ kappa, buyers: 1 }).world.prices, price),
        kappa: short(kappa),
      }),
    ];
    return sentences.map((sentence) => text(sentence));
  };
});
