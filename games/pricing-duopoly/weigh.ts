/** What a preference weighs at a price, for a model that is told it in words: both terms at a dozen prices. */
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Taste, Weighed } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { finePrice, price, profitDecimals } from './format.ts';
import type { View } from './rules.ts';
import { aimOf, firmOf, solved } from './solution.ts';
import { expectation } from './rule.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';

/** Steps between the lowest and the highest price whose terms are told. */
const STEPS = 10;

export const weighIn = memo((words: Words) => {
  const { theory } = theoryIn(words);

  const said = words.weigh;

  /** The prices told run from cost to a little above what a joint monopoly asks; what theory answers is one of them. */
  function weigh(view: View, decision: Decision, taste: Taste, belief: Belief): Weighed {
    const lab = solved(view.config);
    const firm = firmOf(decision.seat);
    const aim = aimOf(taste);
    const seller = lab.seller(firm, aim);
    const known = expectation(lab, view.config, view.rows, firm, belief);
    const rival = known ?? seller.likeMinded.expected;
    const { answer } = theory(view, decision, taste, belief);
    const cost = lab.currency * lab.market.c[firm];
    const top = Math.min(lab.top, lab.monopoly.prices[firm] + (lab.monopoly.prices[firm] - cost) / 4);
    const spread = Array.from({ length: STEPS + 1 }, (_, i) => lab.snap(cost + ((top - cost) * i) / STEPS));
    const prices = [...new Set([...spread, Number(answer)])].sort((a, b) => a - b);
    const alike = lab.market.symmetric || aim.kappa === 0;
    const slots = { rival: known === null ? finePrice(lab, rival) : price(lab, rival) };
    const same = alike ? said.same : said.sameEither;
    return {
      own: fill(alike ? said.own : said.ownEither, slots),
      same: aim.buyers === 1 ? fill(said.buyers, { same }) : same,
      given: fill(known === null ? said.unknown : said.known, slots),
      answers: prices.map((at) => {
        const { own, same: all } = lab.terms(firm, aim, at, known);
        return { answer: price(lab, at), own, same: all };
      }),
      decimals: profitDecimals(lab) + 1,
      then: 'highest',
    };
  }

  return { weigh };
});
