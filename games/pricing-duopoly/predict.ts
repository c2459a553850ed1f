/** What theory predicts for a market: one document for programs, and the same as blocks for people. */
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Prediction, PredictionRequest } from '../../src/core/game.ts';
import { UserError } from '../../src/core/user-error.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, decimalsOf } from './config.ts';
import type { Firm, Pair } from './demand.ts';
import { amount, money, price, short } from './format.ts';
import { type Aim, reply, SELFISH } from './solve.ts';
import { type Solved, solved, type World } from './solution.ts';
import type { Words } from './words.ts';

type Replies = { readonly economicus: number; readonly sellers: number; readonly buyers: number };

/** Best replies of a seller, in money: of all prices up to the limit, on no grid. */
function repliesTo({ market, currency }: Solved, firm: Firm, kappa: number, rival: number): Replies {
  const best = (aim: Aim): number => currency * reply(market, firm, aim, rival / currency);
  return { economicus: best(SELFISH), sellers: best({ kappa, buyers: 0 }), buyers: best({ kappa, buyers: 1 }) };
}

/** One number where the firms are alike, two where they differ. */
const one = <Value>({ market }: Solved, pair: readonly [Value, Value]): Value | readonly [Value, Value] =>
  market.symmetric ? pair[0] : pair;

/** A price with four digits after the point of a unit of currency. */
const priceOf = ({ currency }: Solved, value: number): string =>
  amount(value, Math.max(0, 4 - Math.round(Math.log10(currency))));

export const predictIn = memo((words: Words) => {
  const said = words.predict;

  function predict(config: Config, { kappa, belief, rival }: PredictionRequest): Prediction {
    const lab = solved(config);
    const given = rival ?? (belief?.kind === 'given' ? belief.numbers[0] : undefined);
    if (given !== undefined && !(given >= 0 && given <= config.ceiling))
      throw new UserError(
        `A rival's price is from 0 to the ceiling of ${amount(config.ceiling, Math.max(lab.decimals, decimalsOf(config.ceiling)))}; got ${given}: give such a price, or set a higher ceiling.`,
      );
    const sellers = lab.fixedPoint({ kappa, buyers: 0 });
    const buyers = lab.fixedPoint({ kappa, buyers: 1 });
    const replies = given === undefined ? null : repliesTo(lab, 0, kappa, given);
    const second = given === undefined || lab.market.symmetric ? null : repliesTo(lab, 1, kappa, given);
    const exact = (pair: Pair): string => {
      const [first, second] = [priceOf(lab, pair[0]), priceOf(lab, pair[1])];
      return lab.market.symmetric ? first : fill(said.and, { first, second });
    };
    const limited = lab.forbidden.monopoly.includes(true);
    const because = fill(limited ? said.becauseLimit : said.because, {
      limit: price(lab, lab.limit),
      nash: exact(lab.nash.prices),
      monopoly: exact(lab.monopoly.prices),
      kappa: short(kappa),
      sellers: exact(sellers.world.prices),
      buyers: exact(buyers.world.prices),
    });
    return {
      document: {
        game: 'pricing-duopoly',
        config,
        kappa,
        nash: { price: one(lab, lab.nash.prices), profit: one(lab, lab.nash.profits) },
        monopoly: { price: one(lab, lab.monopoly.prices), profit: one(lab, lab.monopoly.profits) },
        moralis: {
          sellers: { price: one(lab, sellers.world.prices), equilibrium: sellers.equilibrium },
          buyers: { price: one(lab, buyers.world.prices), equilibrium: buyers.equilibrium },
        },
        ...(replies === null ? {} : { rival: given, reply: replies }),
        ...(second === null ? {} : { replyOfSecond: second }),
        criticalDelta: lab.criticalDelta,
        // Whether the ceiling forbids what would be asked without one.
        forbidden: { nash: one(lab, lab.forbidden.nash), monopoly: one(lab, lab.forbidden.monopoly) },
        because,
      },
      blocks: [
        text(fill(said.market, { unit: config.unit, currency: short(config.currency) })),
        table(lab, kappa, sellers, buyers),
        ...(replies === null || given === undefined ? [] : [text(replySentence(lab, 1, kappa, given, replies))]),
        ...(second === null || given === undefined ? [] : [text(replySentence(lab, 2, kappa, given, second))]),
        text(
          lab.criticalDelta === null
            ? said.never
            : lab.criticalDelta === 0
              ? said.free
              : fill(said.critical, { delta: short(lab.criticalDelta) }),
        ),
        ...(limited
          ? [
              text(
                fill(said.ceiling, {
                  limit: price(lab, lab.limit),
                  nash: exact(lab.unlimited.nash),
                  monopoly: exact(lab.unlimited.monopoly),
                }),
              ),
            ]
          : []),
        text(because),
        text(said.framing),
      ],
    };
  }

  function table(
    lab: Solved,
    kappa: number,
    sellers: { readonly world: World; readonly equilibrium: boolean },
    buyers: { readonly world: World; readonly equilibrium: boolean },
  ): Block {
    const { heads } = said;
    const pair = ([first, second]: Pair, write: (lab: Solved, value: number) => string): string =>
      lab.market.symmetric ? write(lab, first) : `${write(lab, first)} / ${write(lab, second)}`;
    const row = (name: string, world: World, equilibrium = true): readonly Cell[] => [
      { text: fill(name, { kappa: short(kappa) }) },
      { text: pair(world.prices, priceOf) },
      { text: pair(world.profits, money) },
      { text: money(lab, world.surplus) },
      { text: equilibrium ? '' : said.notEquilibrium },
    ];
    return {
      kind: 'table',
      columns: [
        { head: heads.who },
        { head: heads.price, align: 'right' },
        { head: heads.profit, align: 'right' },
        { head: heads.surplus, align: 'right' },
        { head: heads.note },
      ],
      rows: [
        row(said.nash, lab.nash),
        row(said.buyers, buyers.world, buyers.equilibrium),
        row(said.sellers, sellers.world, sellers.equilibrium),
        row(said.monopoly, lab.monopoly),
      ],
    };
  }

  const replySentence = (
    lab: Solved,
    seller: number,
    kappa: number,
    rival: number,
    { economicus, sellers, buyers }: Replies,
  ): string =>
    fill(said.reply, {
      seller,
      rival: priceOf(lab, rival),
      economicus: priceOf(lab, economicus),
      kappa: short(kappa),
      sellers: priceOf(lab, sellers),
      buyers: priceOf(lab, buyers),
    });

  return { predict };
});
