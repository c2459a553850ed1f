/** What economicus and moralis ask (`rule.ts`), and why, in words. And the stand-in, which draws one price a match. */
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Draw, Reasoned, Taste } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import type { Firm } from './demand.ts';
import { apart, finePrice, money, price, short } from './format.ts';
import { standinIndex, standinPrice } from './stand-in.ts';
import { nextPrice } from './rule.ts';
import type { View } from './rules.ts';
import type { Aim } from './solve.ts';
import { aimOf, type Choice, firmOf, ordered, type Solved, solved } from './solution.ts';
import type { Words } from './words.ts';

/** An answer whose sentence and utilities are worked out when somebody reads them. */
function reasoned(lab: Solved, view: View, firm: Firm, choice: Choice, because: () => string): Reasoned {
  return {
    answer: choice.price,
    get because() {
      return because();
    },
    get utilities() {
      return alternatives(lab, view, firm, choice).map((answer) => ({ answer, utility: choice.utility(answer) }));
    },
  };
}

/** All admissible prices if there are at most 101; else 41 from cost to ceiling and those that somebody might look for. */
function alternatives(lab: Solved, view: View, firm: Firm, choice: Choice): readonly number[] {
  if (lab.gridSize <= 101) return Array.from({ length: lab.gridSize }, (_, i) => lab.gridPrice(i));
  const cost = lab.currency * lab.market.c[firm];
  const last = view.rows.at(-1);
  const prices = [
    ...Array.from({ length: 41 }, (_, i) => lab.snap(cost + ((lab.top - cost) * i) / 40)),
    choice.price,
    ...(last === undefined ? [] : [last.price, last.rival]),
    lab.snap(lab.nash.prices[firm]),
    lab.snap(lab.monopoly.prices[firm]),
    lab.snap(choice.exact),
  ];
  return [...new Set(prices)].sort((a, b) => a - b);
}

export const theoryIn = memo((words: Words) => {
  /** What a seller of this taste asks next. */
  function theory(view: View, decision: Decision, taste: Taste, belief: Belief): Reasoned {
    const lab = solved(view.config);
    const firm = firmOf(decision.seat);
    const next = nextPrice(lab, view.config, firm, taste, view.rows, belief);
    const aim = aimOf(taste);
    return reasoned(lab, view, firm, next.choice, () => {
      const { choice, expected, grim } = next;
      if (grim === 'holds' || grim === 'punishes') return grimly(lab, view, choice, grim);
      const without = grim === null ? '' : `${withoutThreat(lab, view, grim)} `;
      return (
        without + (expected === null ? opening(lab, view, firm, aim) : answering(lab, view, belief, choice, firm, aim))
      );
    });
  }

  function opening(lab: Solved, { rows }: View, firm: Firm, aim: Aim): string {
    const { kappa, buyers } = aim;
    const { likeMinded } = lab.seller(firm, aim);
    const label =
      kappa === 0
        ? words.because.labelNash
        : fill(buyers === 0 ? words.because.labelSellers : words.because.labelBuyers, { kappa });
    const rivalExact = lab.market.symmetric
      ? ''
      : fill(words.because.openRival, { rival: finePrice(lab, likeMinded.expected) });
    const sentence = fill(rows.length === 0 ? words.because.open : words.because.alike, {
      exact: finePrice(lab, likeMinded.exact),
      rivalExact,
      label,
      price: price(lab, likeMinded.price),
    });
    return sentence + (lab.fixedPoint(aim).equilibrium ? '' : words.because.noEquilibrium);
  }

  function answering(
    lab: Solved,
    { config, rows }: View,
    belief: Belief,
    choice: Choice,
    firm: Firm,
    { kappa, buyers }: Aim,
  ): string {
    const { because } = words;
    // The average of one round is its price.
    const k = Math.min(config.k, rows.length);
    const expectedBy = config.expects === 'average' && k === 1 ? 'last' : config.expects;
    const expectsSentence =
      belief.kind === 'given'
        ? because.expectsGiven
        : { last: because.expectsLast, average: because.expectsAverage, nash: because.expectsNash }[expectedBy];
    const expects = fill(expectsSentence, {
      rival: expectedBy === 'last' ? price(lab, choice.expected) : finePrice(lab, choice.expected),
      k,
    });
    const slots = {
      kappa: short(kappa),
      selfish: short(1 - kappa),
      asked: fill(Math.abs(choice.exact - choice.price) < config.step + 1e-9 ? because.near : because.far, {
        exact: finePrice(lab, choice.exact),
        price: price(lab, choice.price),
      }),
      utility: money(lab, choice.utility(choice.price)),
      profit: money(lab, lab.profits(ordered(firm, choice.price, choice.expected))[firm]),
    };
    return `${expects} ${fill(kappa === 0 ? because.selfish : buyers === 0 ? because.sellers : because.buyers, slots)}`;
  }

  function grimly(lab: Solved, { config }: View, choice: Choice, grim: 'holds' | 'punishes'): string {
    const { because } = words;
    const [delta, critical] = apart(config.delta, lab.criticalDelta ?? 0);
    return fill(grim === 'holds' ? because.grimCollude : because.grimPunish, {
      delta,
      critical,
      price: price(lab, choice.price),
    });
  }

  /** Why no threat holds up the joint monopoly here. */
  function withoutThreat(lab: Solved, { config }: View, grim: 'finite' | 'never' | 'impatient'): string {
    const { because } = words;
    if (grim !== 'impatient') return grim === 'finite' ? because.grimFinite : because.grimNever;
    const [delta, critical] = apart(config.delta, lab.criticalDelta ?? 0);
    return fill(because.grimImpatient, { delta, critical });
  }

  /** Stand-in for a GPT-4o-class model: one price a match, from reported prices under the wording in force. */
  function standin(view: View, decision: Decision, draw: Draw): Reasoned {
    const { config } = view;
    const lab = solved(config);
    const firm = firmOf(decision.seat);
    const { mean, sd } = standinIndex(config);
    const index = draw('price').normal(mean, sd);
    const asked = standinPrice(lab, firm, index);
    const { standinNeutral, standinP1, standinP2 } = words.because;
    const framing = { neutral: standinNeutral, collusive: standinP1, competitive: standinP2 }[config.framing];
    return {
      answer: asked,
      get because() {
        return fill(words.because.standin, { framing, mean, sd, index: index.toFixed(3), price: price(lab, asked) });
      },
      utilities: [],
    };
  }

  return { theory, standin };
});
