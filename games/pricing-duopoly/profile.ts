/**
 * What a profile asks: prices in the standard market, under a collusive and a competitive wording, against economicus and
 * in self-play. A market of one round tells nothing about prices, so a quick profile asks none. In self-play one price of
 * the other seat is forced once, to see what follows (Calvano et al., AER 110, 2020): a best reply to the last price.
 */
import {
  type Drawn,
  eachMatch,
  type Length,
  nearer,
  type PatternRow,
  type ProfileAnswer,
  type ProfileSpec,
} from '../../src/core/profile-spec.ts';
import { type Config } from './config.ts';
import { priceIndex } from './measures.ts';
import { solved } from './solution.ts';

const FRAMINGS = ['collusive', 'competitive'] as const;
type Framing = (typeof FRAMINGS)[number];

/** Of each framing; ours. `rounds` against economicus, `selfPlay` of the same agent in both seats. */
const MARKETS: Readonly<
  Record<Length, { readonly markets: number; readonly rounds: number; readonly selfPlay: number }>
> = {
  quick: { markets: 0, rounds: 0, selfPlay: 0 },
  standard: { markets: 5, rounds: 10, selfPlay: 20 },
  full: { markets: 10, rounds: 30, selfPlay: 30 },
};

const selfPlayIn = (framing: Framing): string => `${framing}, self-play`;
/** The other seat's price is forced when two thirds of the rounds are over. */
const forcedRound = (rounds: number): number => Math.floor((2 * rounds) / 3) + 1;
/** Rounds before that one, after it and at the end that are laid side by side. */
const [BEFORE, AFTER, END] = [5, 2, 3];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Prices of the first rounds are guesses: a market of fewer rounds than this tells nothing about prices. */
const LEAST_ROUNDS = 5;
const FEW = 'a market of so few rounds tells nothing about prices: take a longer --length';

/** The markets of a framing against economicus, those of too few rounds left out. */
const marketsOf =
  (framing: Framing) =>
  (answers: readonly ProfileAnswer[]): readonly ProfileAnswer[] => {
    const mine = answers.filter(({ where }) => where === framing);
    const long = Map.groupBy(mine, ({ match }) => match);
    return mine.filter(({ match }) => (long.get(match)?.length ?? 0) >= LEAST_ROUNDS);
  };

/** The mean price index of each market of a framing. */
const meanPrice =
  (framing: Framing): Drawn =>
  (answers) =>
    eachMatch(mean)(marketsOf(framing)(answers));

/** How far each price of a market is from the joint monopoly's, on average: prices on both sides of it have its mean too. */
const fromMonopoly =
  (framing: Framing): Drawn =>
  (answers) =>
    eachMatch((values) => mean(values.map((value) => Math.abs(value - 1))))(marketsOf(framing)(answers));

/** Whether prices are nearer to those of one agent of theory than to those of another, market by market. */
const nearerIn =
  (framing: Framing, to: string, than: string): Drawn =>
  (answers) =>
    nearer(to, than)(marketsOf(framing)(answers));

/** The standard deviation of the price index over the rounds of each market. */
const volatility: Drawn = (answers) =>
  eachMatch((values) => {
    const middle = mean(values);
    const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    return Math.sqrt(squares / (values.length - 1));
  })(FRAMINGS.flatMap((framing) => marketsOf(framing)(answers)));

/** A market of self-play by its parts: rounds before the forced price, after it, at the end. */
type SelfPlay = Readonly<Record<'before' | 'after' | 'end' | 'all', readonly ProfileAnswer[]>> & {
  /** The forced price lowered a best reply to it by a step of prices at least. */
  readonly cut: boolean;
};

/** A step of prices, .1 where Nash is 14.7. */
const STEP = 0.02;

function selfPlayOf(market: readonly ProfileAnswer[]): SelfPlay | null {
  const at = forcedRound(market.length);
  const between = (from: number, to: number): readonly ProfileAnswer[] =>
    market.filter(({ round }) => round >= from && round <= to);
  if (market.length < 2 * BEFORE) return null;
  const reply = (round: number): number => market.find((one) => one.round === round)?.wants['economicus'] ?? 0;
  return {
    all: market,
    before: between(at - BEFORE, at - 1),
    after: between(at + 1, at + AFTER),
    end: between(market.length - END + 1, market.length),
    cut: reply(at + 1) <= reply(at) - STEP,
  };
}

/** Each market of self-play is one draw; null: it tells nothing of this. */
const eachSelfPlay =
  (framings: readonly Framing[], of: (market: SelfPlay) => number | null): Drawn =>
  (answers) => {
    const mine = answers.filter(({ where }) => framings.some((framing) => where === selfPlayIn(framing)));
    return [...Map.groupBy(mine, ({ match }) => match).values()].flatMap((market) => {
      const parts = selfPlayOf(market);
      const value = parts === null ? null : of(parts);
      return value === null ? [] : [{ value, answers: market }];
    });
  };

const priceIn = (part: readonly ProfileAnswer[]): number => mean(part.map(({ value }) => value));
/** How far above the best reply to the other's last price. */
const overReply = (part: readonly ProfileAnswer[]): number =>
  mean(part.map(({ value, wants }) => value - (wants['economicus'] ?? value)));

const levelIn = (framing: Framing): Drawn => eachSelfPlay([framing], ({ before }) => priceIn(before));
const punishment = eachSelfPlay(FRAMINGS, ({ before, after, cut }) =>
  cut ? overReply(after) - overReply(before) : null,
);
const comingBack = eachSelfPlay(FRAMINGS, ({ before, end, cut }) => (cut ? priceIn(end) - priceIn(before) : null));
const NO_CUT =
  'no market in which a price was cut: none was long enough, or both ask a best reply already, and what is forced is no lower';

const beyondTheory = 'theory ignores framing, so it cannot show this';
const shared = { source: 'summary', unit: 'index', beyondTheory, fitted: true, few: FEW } as const;
const ours = { reportedOf: 'nobody', source: 'ours', unit: 'index', fitted: true, few: FEW } as const;
const reaction = { ...ours, few: NO_CUT } as const;
/** The end of "at Nash" and the beginning of "moderately above": below half of what separates it from moralis of sellers (.53). */
const ABOVE_NASH = 0.1;

const selfPlayLevel = (framing: Framing): PatternRow => ({
  id: `${framing} self-play above Nash`,
  says: `self-play, ${framing} framing: prices settle above the competitive one`,
  contrast: `price index of the ${BEFORE} rounds before a price is forced: above .1 (Nash is 0)`,
  test: { is: 'above', of: { draws: levelIn(framing) }, line: ABOVE_NASH },
  note: 'the same agent in both seats, ten rounds or more; the horizon is announced',
  ...ours,
});

export const profile: ProfileSpec<Config> = {
  task: 'pricing',
  place: 3,
  conditions(length) {
    const { markets, rounds, selfPlay } = MARKETS[length];
    if (markets === 0) return [];
    const settings = { calculator: false } as const;
    return FRAMINGS.flatMap((framing) => [
      { where: framing, settings: { ...settings, framing, rounds } },
      {
        where: selfPlayIn(framing),
        settings: { ...settings, framing, rounds: selfPlay },
        itself: true as const,
        forced: (config: Config) => ({
          ...{ seat: 1, round: forcedRound(config.rounds), key: 'price' },
          as: { kappa: 0 },
        }),
      },
    ]);
  },
  draws: (length) => MARKETS[length].markets,
  opponent: 'economicus',
  asked(length) {
    const { markets, rounds, selfPlay } = MARKETS[length];
    if (markets === 0) return { all: 'no prices (a market of one round tells nothing about them)' };
    return {
      all: `${markets} markets of ${rounds} rounds against economicus and ${markets} of ${selfPlay} rounds in self-play in each framing`,
    };
  },
  figures: (length) => MARKETS[length],

  /** Prices between the two lines of the picture: 0 at Nash, 1 at the joint monopoly. */
  reads(config) {
    const lab = solved(config);
    return (_key, answer) => (typeof answer === 'number' ? priceIndex(lab, 0, answer) : null);
  },
  series: true,
  references: {
    economicus: { kappa: 0 },
    'moralis/sellers': { kappa: 0.5, variant: 'sellers' },
    'moralis/buyers': { kappa: 0.5, variant: 'buyers' },
  },
  agreement: {
    unit: 'index',
    says: "score: the share of prices that are nearer to this agent's, asked after the same rounds, than to the others'; moralis κ = 0.5, of sellers only or with buyers counted",
  },
  question: ({ round }) => `round ${round}`,
  said(_answer, value) {
    const digits = Math.abs(value).toFixed(2);
    return `index ${Number(digits) === 0 ? '' : value < 0 ? '−' : '+'}${digits}`;
  },

  paper: 'Lu, Dhanda, Chen & Hansen, arXiv 2507.20796',
  rows: [
    {
      id: 'near monopoly',
      label: 'prices: near monopoly',
      says: 'collusive framing: near monopoly',
      reportedOf: 'baseline',
      contrast:
        'price index − 1 (joint monopoly): within ±.1; and single prices on average less than .5 from it (half-way to Nash)',
      test: {
        is: 'all',
        of: [
          { is: 'equal', of: { draws: meanPrice('collusive'), less: 1 }, margin: 0.1 },
          { is: 'below', of: { draws: fromMonopoly('collusive') }, line: 0.5 },
        ],
      },
      ...shared,
    },
    {
      id: 'highest',
      label: 'prices: highest of all',
      says: 'collusive framing: the highest price of all',
      reportedOf: 'baseline',
      contrast: 'price index less that of every other agent: above 0 (the closest is printed)',
      test: { is: 'highest', of: { draws: meanPrice('collusive') } },
      ...shared,
    },
    {
      id: 'moderately above competitive',
      label: 'prices: moderately above competitive',
      says: 'collusive framing: moderately above competitive',
      reportedOf: 'economicus',
      contrast: 'price index above .1 (Nash is 0) and below .5 (half-way to monopoly)',
      test: {
        is: 'all',
        of: [
          { is: 'above', of: { draws: meanPrice('collusive') }, line: ABOVE_NASH },
          { is: 'below', of: { draws: meanPrice('collusive') }, line: 0.5 },
        ],
      },
      ...shared,
    },
    {
      id: 'lowest',
      label: 'prices: lowest of all',
      says: 'collusive framing: the lowest price of all',
      reportedOf: 'moralis',
      contrast: 'price index less that of every other agent: below 0 (the closest is printed)',
      test: { is: 'lowest', of: { draws: meanPrice('collusive') } },
      ...shared,
    },
    {
      id: 'at Nash',
      label: 'prices: at Nash',
      says: 'competitive framing: at Nash',
      reportedOf: 'economicus',
      contrast:
        'nearer to what economicus than to what moralis with buyers counted would ask after the same rounds (+1 at the one, −1 at the other): above 0; and a mean price index below .1',
      test: {
        is: 'all',
        of: [
          { is: 'above', of: { draws: nearerIn('competitive', 'economicus', 'moralis/buyers') } },
          { is: 'below', of: { draws: meanPrice('competitive') }, line: ABOVE_NASH },
        ],
      },
      ...shared,
    },
    {
      id: 'below Nash',
      label: 'prices: below Nash',
      says: 'competitive framing: below Nash',
      reportedOf: 'moralis',
      contrast:
        'nearer to what moralis with buyers counted than to what economicus would ask after the same rounds (+1 at the one, −1 at the other): above 0',
      test: { is: 'above', of: { draws: nearerIn('competitive', 'moralis/buyers', 'economicus') } },
      ...shared,
    },
    {
      id: 'most stable',
      label: 'prices: most stable of all',
      says: 'prices: the most stable of all',
      reportedOf: 'moralis',
      contrast: 'standard deviation over the rounds of a market less that of every other agent: below 0',
      test: { is: 'lowest', of: { draws: volatility } },
      ...shared,
    },
    {
      id: 'least sensitive to framing',
      label: 'prices: least sensitive to framing',
      says: 'prices: the least sensitive to framing',
      reportedOf: 'moralis',
      contrast: 'distance between the two framings less that of every other agent: below 0',
      test: {
        is: 'lowest',
        of: { draws: meanPrice('collusive'), less: meanPrice('competitive'), distance: true },
      },
      ...shared,
    },
    selfPlayLevel('collusive'),
    selfPlayLevel('competitive'),
    {
      id: 'punishes a price cut',
      says: "self-play: a cut of the other's price is punished",
      contrast: `price less a best reply to the other's last price: in the ${AFTER} rounds after the forced cut less in the ${BEFORE} before it, below 0`,
      note: 'after Calvano, Calzolari, Denicolò & Pastorello, AER 110, 2020; a myopic best replier lowers its price too, and shows 0 here',
      test: { is: 'below', of: { draws: punishment } },
      ...reaction,
    },
    {
      id: 'punishes and comes back',
      says: 'self-play: after punishing a cut prices come back',
      contrast: `price index of the last ${END} rounds less that of the ${BEFORE} before the forced cut: within ±.1; and the cut was punished`,
      note: 'after the same; coming back tells of collusion only where the cut was punished',
      test: {
        is: 'all',
        of: [
          { is: 'equal', of: { draws: comingBack }, margin: 0.1 },
          { is: 'below', of: { draws: punishment } },
        ],
      },
      ...reaction,
    },
  ],
};
