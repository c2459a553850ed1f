/** The further pages of the debrief: worlds, agents' rules, rounds, formulas, terms, and what others report of models. */
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Names } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { marketOf } from './config.ts';
import { type Firm, rivalOf } from './demand.ts';
import { apart, finePrice, index, money, price, short } from './format.ts';
import { hindsight, mean, sum } from './hindsight.ts';
import { priceIndex, profitGain } from './measures.ts';
import { REPORTED_PRICES } from './reported-prices.ts';
import type { View } from './rules.ts';
import { type Aim, buyersThreshold, SELFISH } from './solve.ts';
import { firmOf, type Solved, solved, type World } from './solution.ts';
import type { Words } from './words.ts';

const both = (
  lab: Solved,
  [first, second]: readonly [number, number],
  write: (lab: Solved, value: number) => string,
): string => (lab.market.symmetric ? write(lab, first) : `${write(lab, first)}/${write(lab, second)}`);

function gainOf(lab: Solved, { profits }: World): string {
  const gain = profitGain(lab, profits[0] + profits[1]);
  return gain === null ? '–' : index(gain);
}

/** Means over the rounds, not the round at mean prices. */
function averageWorld(lab: Solved, { seat, rows }: View): World {
  const firm = firmOf(seat);
  const periods = rows.map((row) => lab.world(firm === 0 ? [row.price, row.rival] : [row.rival, row.price]));
  const of = (value: (world: World) => number): number => mean(periods.map(value));
  return {
    prices: [of((p) => p.prices[0]), of((p) => p.prices[1])],
    profits: [of((p) => p.profits[0]), of((p) => p.profits[1])],
    surplus: of((p) => p.surplus),
  };
}

/** Whether this is the market that others report on. */
export const isStandard = ({ a, c, a0, mu }: View['config']): boolean => {
  const [standard, given] = [marketOf({ a: 2, c: 1, a0: 0, mu: 0.25, scale: 1 }), marketOf({ a, c, a0, mu, scale: 1 })];
  return JSON.stringify(standard) === JSON.stringify(given);
};

export const pagesIn = memo((words: Words) => {
  const said = words.debrief;

  function worlds(view: View, kappa: number): readonly Block[] {
    const lab = solved(view.config);
    const { heads, ...w } = said.worlds;
    const row = (name: string, world: World): readonly Cell[] => [
      { text: name },
      { text: both(lab, world.prices, price) },
      { text: both(lab, world.profits, money) },
      { text: money(lab, world.surplus) },
      { text: gainOf(lab, world) },
    ];
    const reading = (name: string, buyers: 0 | 1): readonly Cell[] =>
      row(fill(name, { kappa: short(kappa) }), lab.fixedPoint({ kappa, buyers }).world);
    const failed = ([0, 1] as const).filter((buyers) => !lab.fixedPoint({ kappa, buyers }).equilibrium);
    return [
      text(view.rows.length === 1 ? w.introOnce : w.intro),
      {
        kind: 'table',
        columns: [
          { head: heads.world },
          { head: heads.price, align: 'right' },
          { head: heads.profit, align: 'right' },
          { head: heads.surplus, align: 'right' },
          { head: heads.gain, align: 'right' },
        ],
        rows: [
          row(w.nash, lab.nash),
          reading(w.sellers, 0),
          reading(w.buyers, 1),
          row(w.monopoly, lab.monopoly),
          row(view.rows.length === 1 ? w.matchOnce : w.match, averageWorld(lab, view)).map((cell) => ({
            ...cell,
            strong: true,
          })),
        ],
      },
      ...failed.map((buyers) =>
        text(`${fill(buyers === 1 ? w.buyers : w.sellers, { kappa: short(kappa) })}: ${w.notEquilibrium}.`),
      ),
      ...ofLimit(lab, firmOf(view.seat)),
      text(collusion(lab, view)),
    ];
  }

  /** What index and Δ reach from and to, and that the limit is part of it where it binds. */
  function ofLimit(lab: Solved, firm: Firm): readonly Block[] {
    const w = said.worlds;
    const limit = price(lab, lab.limit);
    const [ofNash, ofMonopoly] = [lab.forbidden.nash.includes(true), lab.forbidden.monopoly.includes(true)];
    if (priceIndex(lab, firm, 0) === null) return [text(ofNash ? fill(w.noIndexLimit, { limit }) : w.noIndex)];
    if (!ofMonopoly) return [text(w.note)];
    return [text(w.note), text(fill(w.limit, { limit, who: ofNash ? w.ofNash : w.ofMonopoly }))];
  }

  function collusion({ criticalDelta }: Solved, { config }: View): string {
    const w = said.worlds;
    if (criticalDelta === null) return w.never;
    if (criticalDelta === 0) return w.free;
    const finite = config.horizon === 'finite';
    const [given, delta] = finite ? ['', short(criticalDelta)] : apart(config.delta, criticalDelta);
    const here = finite
      ? config.rounds === 1
        ? w.once
        : w.finite
      : fill(config.delta >= criticalDelta ? w.enough : w.short, { given });
    return fill(w.delta, { delta, here });
  }

  /** What an agent goes on answering in these settings, said to who asks the prices. */
  const answers = ({ expects, k }: View['config']): string =>
    fill(said.answers[expects === 'average' && k === 1 ? 'last' : expects], { k });

  function agents(view: View, kappa: number): readonly Block[] {
    const lab = solved(view.config);
    const firm = firmOf(view.seat);
    const { heads, intro, note, sellers, buyers } = said.agents;
    const row = (name: string, aim: Aim): readonly Cell[] => {
      const best = lab.bestAgainst(firm, aim);
      return [
        { text: name },
        { text: price(lab, lab.seller(rivalOf(firm), aim).likeMinded.price) },
        { text: finePrice(lab, best.price) },
        { text: finePrice(lab, best.rival) },
        { text: money(lab, best.profit) },
      ];
    };
    const slots = { kappa: short(kappa) };
    return [
      text(fill(intro, { answers: answers(view.config) })),
      {
        kind: 'table',
        columns: [
          { head: heads.agent },
          { head: heads.opens, align: 'right' },
          { head: heads.best, align: 'right' },
          { head: heads.answers, align: 'right' },
          { head: heads.profit, align: 'right' },
        ],
        rows: [
          row(said.labels.economicus, SELFISH),
          row(fill(buyers, slots), { kappa, buyers: 1 }),
          row(fill(sellers, slots), { kappa, buyers: 0 }),
        ],
      },
      text(note),
    ];
  }

  function rounds(view: View, names: Names): readonly Block[] {
    const lab = solved(view.config);
    const heads = said.rounds;
    const { replies } = hindsight(view);
    const forgone = view.rows.map((row, i) => (replies.profits[i] ?? row.profit) - row.profit);
    const right = (head: string) => ({ head, align: 'right' }) as const;
    return [
      {
        kind: 'table',
        keep: 'last',
        columns: [heads.round, heads.own, heads.rival, heads.best, heads.earned, heads.forgone].map(right),
        rows: [
          ...view.rows.map((row, i) => [
            { text: String(row.round) },
            { text: price(lab, row.price) },
            { text: price(lab, row.rival) },
            { text: price(lab, replies.prices[i] ?? row.price) },
            { text: money(lab, row.profit) },
            { text: money(lab, forgone[i] ?? 0) },
          ]),
          [
            { text: words.scene.total },
            ...['', '', ''].map((nothing) => ({ text: nothing })),
            { text: money(lab, view.total) },
            { text: money(lab, sum(forgone)) },
          ],
        ],
      },
      text(fill(view.rows.length === 1 ? said.starOnce : said.star, { rival: names[1 - view.seat] ?? '' })),
    ];
  }

  function formula({ config }: View): readonly Block[] {
    const lab = solved(config);
    const { market, nash, currency } = lab;
    const bound = lab.forbidden.monopoly.includes(true);
    const threshold = buyersThreshold(market, [nash.prices[0] / currency, nash.prices[1] / currency]);
    const pair = ([first, second]: readonly [number, number]): string =>
      first === second ? short(first) : `${short(first)}, ${short(second)}`;
    const slots = {
      scale: short(market.scale),
      currency: short(currency),
      a: pair(market.a),
      a0: short(market.a0),
      mu: short(market.mu),
      c: pair(market.c),
      threshold: fill(said.threshold, { threshold: threshold.toFixed(3) }),
    };
    const [units, economicus, moralis, readings] = said.formula;
    const lines = [
      units,
      economicus,
      moralis,
      market.symmetric && threshold < 1 && !bound ? readings : said.formulaAbove,
    ];
    return [
      ...lines.map((line) => text(fill(line, slots))),
      ...(bound ? [text(fill(said.formulaLimit, { limit: price(lab, lab.limit) }))] : []),
    ];
  }

  function terms({ config }: View): readonly Block[] {
    const lab = solved(config);
    const slots = { expects: fill(said.expects[config.expects], { k: config.k }), step: price(lab, config.step) };
    const [nash, priceIndexes, open, differ, alone] = said.terms;
    const once = config.horizon === 'finite' && config.rounds === 1;
    const lines = [
      nash,
      priceIndexes,
      once ? said.termsOnce : open,
      ...(lab.market.symmetric ? [] : [differ]),
      ...(once ? [] : [alone]),
    ];
    return lines.map((line) => text(fill(line, slots)));
  }

  /** What others report of language models on the standard market, under two wordings: lines, never samples. */
  function reported({ config }: View): readonly Block[] {
    const lab = solved(config);
    const { intro, heads, note, collusive, competitive } = said.reported;
    // Of the market that they were reported of, which had no ceiling in the way.
    const [[nash], [monopoly]] = [lab.unlimited.nash, lab.unlimited.monopoly];
    return [
      text(intro),
      {
        kind: 'table',
        columns: [
          { head: heads.model },
          { head: heads.wording },
          { head: heads.price, align: 'right' },
          { head: heads.sd, align: 'right' },
          { head: heads.index, align: 'right' },
        ],
        rows: REPORTED_PRICES.map(({ model, wording, price: mean, sd }) => [
          { text: model },
          { text: wording === 'P1' ? collusive : competitive },
          { text: finePrice(lab, config.currency * mean) },
          { text: sd === null ? '–' : finePrice(lab, config.currency * sd) },
          { text: index((config.currency * mean - nash) / (monopoly - nash)) },
        ]),
      },
      text(note),
    ];
  }

  return { worlds, agents, answers, rounds, formula, terms, reported };
});
