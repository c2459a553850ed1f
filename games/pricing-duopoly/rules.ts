/** The rules: both sellers ask a price at the same time, buyers choose, and so on for the rounds announced. */
import type { Decision, Input, Move, Seat } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import type { Firm } from './demand.ts';
import { price } from './format.ts';
import { priceMenu } from './price-menu.ts';
import { firmOf, type Period, solved } from './solution.ts';
import { memo } from '../../src/core/memo.ts';
import type { Words } from './words.ts';

export type State = {
  readonly config: Config;
  /** Rounds that count; drawn from the seed where the horizon is indefinite, and told to nobody before the end. */
  readonly length: number;
  readonly practice: readonly Period[];
  readonly played: readonly Period[];
};

/** A past round as one seller sees it; null is not shown in this treatment. */
export type Row = {
  readonly round: number;
  readonly price: number;
  readonly rival: number;
  readonly profit: number;
  readonly rivalProfit: number | null;
  readonly quantity: number | null;
};

export type View = {
  readonly config: Config;
  readonly seat: Seat;
  /** The practice rounds are being played; they start and end with nothing on the table. */
  readonly practice: boolean;
  /** The round to be played, from 1. */
  readonly round: number;
  /** How many there are; null where another round is drawn each time. */
  readonly of: number | null;
  /** The last rounds, as many as `window` shows; all of them when the match is over. */
  readonly rows: readonly Row[];
  /** Profit so far, and the rival's where it is shown. */
  readonly total: number;
  readonly rivalTotal: number | null;
  readonly over: boolean;
};

export function setup(config: Config, rng: Rng): State {
  let length = config.rounds;
  if (config.horizon === 'indefinite') for (length = 1; rng.unit() < config.delta;) length++;
  return { config, length, practice: [], played: [] };
}

const practising = ({ config, practice }: State): boolean => practice.length < config.practice;

type PriceInput = Input & { kind: 'number' };

export function apply(state: State, moves: readonly Move[]): State {
  const asked = [0, 1].map((seat) => moves.find((move) => move.decision.seat === seat)?.answer);
  const [first, second] = asked;
  if (typeof first !== 'number' || typeof second !== 'number')
    throw new Error('pricing-duopoly: a round needs a price of each seller');
  const period = solved(state.config).period([first, second]);
  return practising(state)
    ? { ...state, practice: [...state.practice, period] }
    : { ...state, played: [...state.played, period] };
}

/** Profits summed over the rounds that count; practice rounds do not. */
export const payoffs = ({ played }: State): readonly number[] => [total(played, 0), total(played, 1)];

const total = (periods: readonly Period[], firm: 0 | 1): number =>
  periods.reduce((sum, { profits }) => sum + profits[firm], 0);

export function observe(state: State, seat: Seat): View {
  const { config, practice, played, length } = state;
  const training = practising(state);
  const over = !training && played.length >= length;
  const periods = training ? practice : played;
  const from = over ? 0 : Math.max(0, periods.length - config.window);
  const own = firmOf(seat);
  const other = firmOf(1 - seat);
  const open = over || config.rivalProfit;
  const rows = periods.slice(from).map(({ prices, quantities, profits }, i): Row => ({
    round: from + i + 1,
    price: prices[own],
    rival: prices[other],
    profit: profits[own],
    rivalProfit: open ? profits[other] : null,
    quantity: over || config.quantity ? quantities[own] : null,
  }));
  const of = training ? config.practice : config.horizon === 'finite' || over ? length : null;
  return {
    config,
    seat,
    practice: training,
    round: over ? length : periods.length + 1,
    of,
    rows,
    total: total(periods, own),
    rivalTotal: open ? total(periods, other) : null,
    over,
  };
}

/** Rounds whose questions are kept. */
const MOST_ROUNDS = 1000;

/** Whether there is one round and nothing else: then nothing is said of others. */
export const isOnce = ({ horizon, rounds, practice }: Config): boolean =>
  horizon === 'finite' && rounds === 1 && practice === 0;

export const rulesIn = memo((words: Words) => {
  function pending(state: State): readonly Decision[] {
    const { config, practice, played, length } = state;
    const training = practising(state);
    if (!training && played.length >= length) return [];
    const { practised, counted } = asked(config);
    return training ? practised(practice.length + 1) : counted(played.length + 1);
  }

  /** The questions of each round, the same in every match. */
  const asked = memo((config: Config) => ({
    practised: memo((round: number) => questionsOf(config, round, true), MOST_ROUNDS),
    counted: memo((round: number) => questionsOf(config, round, false), MOST_ROUNDS),
  }));

  function questionsOf(config: Config, round: number, training: boolean): readonly Decision[] {
    const name = training ? 'practice' : isOnce(config) ? 'once' : 'price';
    const ask = fill(words.ask[name], { round });
    const paraphrases = words.paraphrases[name].map((text) => fill(text, { round }));
    return [0, 1].map((seat) => ({
      key: 'price',
      seat,
      role: seat === 0 ? 'first' : 'second',
      round,
      practice: training,
      ask,
      paraphrases,
      input: priceInput(config, seat),
      /** Solved only for those who are asked on it. */
      get grid() {
        return menus(config)[firmOf(seat)];
      },
    }));
  }

  const inputs = memo((config: Config) => [priceInputOf(config, 0), priceInputOf(config, 1)] as const);
  const menus = memo((config: Config) => [priceMenu(solved(config), 0), priceMenu(solved(config), 1)] as const);

  /** The field for a price: any price up to the ceiling with the step's decimals. The same in every round, so made once a config. */
  const priceInput = (config: Config, seat: Seat): PriceInput => inputs(config)[firmOf(seat)];

  function priceInputOf(config: Config, firm: Firm): PriceInput {
    const lab = solved(config);
    const cost = price(lab, config.currency * lab.market.c[firm]);
    const note = fill(words.ask.note, { cost, limit: price(lab, lab.limit) });
    return { kind: 'number', min: 0, max: lab.limit, step: config.step, decimals: lab.decimals, note };
  }

  return { pending, priceInput };
});
