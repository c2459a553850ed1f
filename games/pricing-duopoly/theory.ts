/**
 * What economicus and moralis ask, and why. Round 1: the like-minded price. Then the exact best reply to what the
 * config expects of the rival (`expects`), on the price grid. `economicus:grim` holds the joint monopoly where another
 * round is likely enough. And the stand-in, which draws one price a match.
 */
import { memo } from '../../src/core/memo.ts';
import type { Answer, Belief, Decision, Draw, Reasoned, Taste } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { type Firm, rivalOf } from './demand.ts';
import { finePrice, money, price, short } from './format.ts';
import { STANDIN_INDEX } from './reported-prices.ts';
import type { Row, View } from './rules.ts';
import type { Aim } from './solve.ts';
import { aimOf, type Choice, firmOf, ordered, type Seller, type Solved, solved } from './solution.ts';
import type { Words } from './words.ts';

/** The rival's price that is expected; null: no price is known, so that the rival is taken to want the same. */
export function expectation(lab: Solved, { config, rows }: View, firm: Firm, belief: Belief): number | null {
  if (belief.kind === 'given') return belief.numbers[0] ?? null;
  if (belief.kind === 'like-minded' || rows.length === 0) return null;
  return expectedFrom(lab, config, rows.map(rivalPrice), firm);
}

const rivalPrice = (row: Row): number => row.rival;

/** What `expects` makes of the rival's past prices (at least one). */
export function expectedFrom(
  lab: Solved,
  { expects, k }: View['config'],
  rival: readonly number[],
  firm: Firm,
): number {
  if (expects === 'nash') return lab.nash.prices[rivalOf(firm)];
  const seen = rival.slice(expects === 'last' ? -1 : -k);
  const mean = seen.reduce((sum, p) => sum + p, 0) / seen.length;
  return Number(mean.toPrecision(12));
}

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
    if (taste.variant === 'grim') return grim(lab, view, firm, taste);
    return asked(lab, view, firm, aimOf(taste), belief);
  }

  function asked(lab: Solved, view: View, firm: Firm, aim: Aim, belief: Belief, before = ''): Reasoned {
    const seller = lab.seller(firm, aim);
    const expected = expectation(lab, view, firm, belief);
    const choice = expected === null ? seller.likeMinded : seller.reply(expected);
    return reasoned(
      lab,
      view,
      firm,
      choice,
      () => before + (expected === null ? opening(lab, seller) : answering(lab, view, belief, choice, firm, aim)),
    );
  }

  function opening(lab: Solved, { aim, likeMinded }: Seller): string {
    const { kappa, buyers } = aim;
    const label =
      kappa === 0
        ? words.because.labelNash
        : fill(buyers === 0 ? words.because.labelSellers : words.because.labelBuyers, { kappa });
    const rivalExact = lab.market.symmetric
      ? ''
      : fill(words.because.openRival, { rival: finePrice(lab, likeMinded.expected) });
    const sentence = fill(words.because.open, {
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
    const average = config.expects === 'average';
    const expectsSentence =
      belief.kind === 'given'
        ? because.expectsGiven
        : { last: because.expectsLast, average: because.expectsAverage, nash: because.expectsNash }[config.expects];
    const expects = fill(expectsSentence, {
      rival: average || config.expects === 'nash' ? finePrice(lab, choice.expected) : price(lab, choice.expected),
      k: Math.min(config.k, rows.length),
    });
    const slots = {
      kappa: short(kappa),
      selfish: short(1 - kappa),
      exact: finePrice(lab, choice.exact),
      price: price(lab, choice.price),
      utility: money(lab, choice.utility(choice.price)),
      profit: money(lab, lab.profits(ordered(firm, choice.price, choice.expected))[firm]),
    };
    return `${expects} ${fill(kappa === 0 ? because.selfish : buyers === 0 ? because.sellers : because.buyers, slots)}`;
  }

  /**
   * Grim reversion: the joint monopoly until somebody asks less, then Nash for ever; an equilibrium of selfish sellers
   * where the horizon is indefinite and δ ≥ δ*. Where it is none, economicus as it is. Its own last price tells whether
   * it punishes, so that no more than the last round needs to be in view.
   */
  function grim(lab: Solved, view: View, firm: Firm, taste: Taste): Reasoned {
    const aim = aimOf(taste);
    const { horizon, delta } = view.config;
    const critical = lab.criticalDelta;
    const { because } = words;
    const shown = { delta: short(delta), critical: critical === null ? '' : short(critical) };
    const without =
      horizon === 'finite'
        ? because.grimFinite
        : critical === null
          ? because.grimNever
          : delta < critical
            ? fill(because.grimImpatient, shown)
            : null;
    if (without !== null) return asked(lab, view, firm, aim, { kind: 'uniform' }, `${without} `);
    const other = rivalOf(firm);
    const last = view.rows.at(-1);
    const kept = ([own, rival]: readonly [number, number]) =>
      last === undefined || (last.price >= own && last.rival >= rival);
    const agreed = [lab.snap(lab.monopoly.prices[firm]), lab.snap(lab.monopoly.prices[other])] as const;
    const colluding = kept(agreed);
    const prices = (colluding ? lab.monopoly : lab.nash).prices;
    const choice: Choice = {
      ...lab.seller(firm, aim).reply(prices[other]),
      exact: prices[firm],
      price: lab.snap(prices[firm]),
    };
    const sentence = fill(colluding ? because.grimCollude : because.grimPunish, {
      ...shown,
      price: price(lab, choice.price),
    });
    return reasoned(lab, view, firm, choice, () => sentence);
  }

  /** Stand-in for a GPT-4o-class model: one price a match, from reported prices under the wording in force. */
  function standin(view: View, decision: Decision, draw: Draw): Reasoned {
    const { config } = view;
    const lab = solved(config);
    const firm = firmOf(decision.seat);
    const { mean, sd } = STANDIN_INDEX[config.framing === 'competitive' ? 'P2' : 'P1'];
    const index = draw('price').normal(mean, sd);
    const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
    const cost = config.currency * lab.market.c[firm];
    const exact = Math.min(config.ceiling, Math.max(cost, nash + index * (monopoly - nash)));
    const { standinNeutral, standinP1, standinP2 } = words.because;
    const framing = { neutral: standinNeutral, collusive: standinP1, competitive: standinP2 }[config.framing];
    const nearest = lab.snap(exact);
    const answer: Answer = nearest < cost ? lab.snap(nearest + config.step) : nearest;
    return {
      answer,
      get because() {
        return fill(words.because.standin, { framing, mean, sd, index: index.toFixed(3), price: price(lab, answer) });
      },
      utilities: [],
    };
  }

  return { theory, standin };
});
