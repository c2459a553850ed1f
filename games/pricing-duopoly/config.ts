/**
 * The settings of the market. Currency scales prices, costs and profits and nothing else: the standard market of
 * Calvano et al. (AER 110, 2020) at currency 10 reads 14.7 where the paper has 1.47, which is what people get here.
 */
import { z } from 'zod';
import { memo } from '../../src/core/memo.ts';
import type { Market, Pair } from './demand.ts';
import { fixedPoint, JOINT } from './solve.ts';

const amount = (name: string) => z.number({ error: (issue) => `${name} must be a number; got ${shown(issue.input)}.` });
const shown = (value: unknown): string => (typeof value === 'number' ? String(value) : JSON.stringify(value));

const oneOrTwo = (name: string, example: string) =>
  z.union([z.number(), z.tuple([z.number(), z.number()])], {
    error: (issue) =>
      `${name} is one number for both sellers or two separated by a comma, such as ${example}; got ${shown(issue.input)}.`,
  });

const above = (name: string, example: string) =>
  z.number({ error: (issue) => `${name} must be a number above 0; got ${shown(issue.input)}.` }).gt(0, {
    error: (issue) => `${name} must be above 0; got ${shown(issue.input)}: give a number such as ${example}.`,
    abort: true,
  });

const count = (name: string, least: number, most: number) => {
  const error = (issue: { readonly input?: unknown }) =>
    `${name} is a whole number from ${least} to ${most}; got ${shown(issue.input)}.`;
  return z.int({ error }).min(least, { error, abort: true }).max(most, { error, abort: true });
};

const oneOf = <const T extends readonly [string, ...string[]]>(name: string, options: T) =>
  z.enum(options, { error: (issue) => `${name} is one of ${options.join(', ')}; got ${shown(issue.input)}.` });

const yesNo = (name: string) => z.boolean({ error: (issue) => `${name} is yes or no; got ${shown(issue.input)}.` });

const settings = z.strictObject({
  a: oneOrTwo('a', '2 or 2,2.1')
    .default(2)
    .describe("how good the sellers' products are; two numbers where they differ"),
  c: oneOrTwo('c', '1 or 1,1.2')
    .default(1)
    .describe('what a unit costs, in units of currency; two numbers where they differ'),
  a0: amount('a0').default(0).describe('how good it is to buy neither'),
  mu: above('mu', '0.25')
    .default(0.25)
    .describe('how different the products are to buyers; small: a lower price takes almost everyone'),
  currency: above('currency', '10')
    .default(10)
    .describe('what one unit of the model is in money: 1 as in the paper, 10 for people'),
  scale: above('scale', '100').default(100).describe('units sold if every buyer bought'),

  rounds: count('rounds', 1, 1000).default(10).describe('rounds of a finite horizon'),
  practice: count('practice', 0, 20).default(0).describe('practice rounds, before the first round that counts'),
  horizon: oneOf('horizon', ['finite', 'indefinite'])
    .default('finite')
    .describe('finite, or another round with probability delta each time'),
  delta: z
    .number({ error: (issue) => `delta must be a number; got ${shown(issue.input)}.` })
    .min(0, { error: (issue) => `delta is a probability from 0 to 0.99; got ${shown(issue.input)}.`, abort: true })
    .max(0.99, { error: (issue) => `delta is a probability from 0 to 0.99; got ${shown(issue.input)}.`, abort: true })
    .default(0.9)
    .describe('chance of another round, where the horizon is indefinite; lengths are drawn from the seed'),
  window: count('window', 1, 1000).default(100).describe('how many past rounds a seller sees'),

  ceiling: z
    .number({ error: (issue) => `ceiling must be a number; got ${shown(issue.input)}.` })
    .min(0, {
      error: (issue) =>
        `ceiling must not be negative; got ${shown(issue.input)}: give the highest price allowed, or 0.`,
      abort: true,
    })
    .default(0)
    .describe(
      'highest price allowed, a rule; 0: 1.5 times the joint-monopoly price, rounded up to half a currency unit (30 at currency 10)',
    ),
  step: z
    .number({ error: (issue) => `step must be a number; got ${shown(issue.input)}.` })
    .min(0, {
      error: (issue) =>
        `step must not be negative; got ${shown(issue.input)}: give a step of prices such as 0.1, or 0.`,
      abort: true,
    })
    .default(0)
    .describe('step of prices; 0: a hundredth of the currency, rounded down to a power of ten (0.1 at currency 10)'),

  calculator: yesNo('calculator')
    .default(true)
    .describe('a what-if calculator beside the question; its uses are logged'),
  rivalProfit: yesNo('rivalProfit').default(true).describe("the rival's profit is seen by a seller"),
  quantity: yesNo('quantity').default(false).describe('how much was sold is seen by a seller'),
  benchmarks: yesNo('benchmarks')
    .default(false)
    .describe('lines in the picture: whether the Nash and joint-monopoly prices are drawn during play'),
  notes: yesNo('notes')
    .default(true)
    .describe('notes of a language model: whether it writes two to itself each round, plans and insights'),
  framing: oneOf('framing', ['neutral', 'collusive', 'competitive'])
    .default('neutral')
    .describe('wording of the task: neutral, or two wordings after Fish, Gonczarowski & Shorrer'),

  neutral: yesNo('neutral')
    .default(false)
    .describe('neutral words: whether the other seller is called "the other player", whoever it is'),

  expects: oneOf('expects', ['last', 'average', 'nash'])
    .default('last')
    .describe(
      'what agents expect of the rival: for economicus and moralis after round 1, its last price, its average over k rounds, or Nash',
    ),
  k: count('k', 1, 100).default(3).describe('rounds in the average that agents expect'),
  unit: z
    .string({ error: (issue) => `unit is a word for the money; got ${shown(issue.input)}.` })
    .regex(/^\p{L}{1,12}$/u, {
      error: (issue) => `unit is one word of at most 12 letters, such as points; got ${shown(issue.input)}.`,
    })
    .default('points')
    .describe('a word for the money'),
});

type Settings = z.infer<typeof settings>;
export type Config = Readonly<Settings>;

/** Largest worth of a product over its alternatives, in units of mu, that the solver is tested for. */
const MOST_WORTH = 300;

export const config = settings
  .superRefine((given, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, continue: false });
    const market = marketOf(given);
    const cost = Math.max(...market.c) * given.currency;
    if (Math.min(...market.c) < 0)
      refuse('c', `c must not be negative; got ${shown(given.c)}: a unit costs 0 or more.`);
    const worth = Math.max(
      market.a[0] - market.c[0] - given.a0,
      market.a[1] - market.c[1] - given.a0,
      given.a0 - Math.min(...market.a),
    );
    if (worth / given.mu > MOST_WORTH)
      refuse(
        'mu',
        `mu is ${given.mu}, too small for these products: with a, c and a0 as given take at least ${upTo(worth / MOST_WORTH)}.`,
      );
    if (given.ceiling !== 0 && given.ceiling < cost)
      refuse(
        'ceiling',
        `ceiling is ${given.ceiling}, below the cost of a unit, ${tidy(cost)}: allow prices up to ${tidy(cost)} at least, or give 0.`,
      );
    if (given.step !== 0 && decimalsOf(given.step) > 6)
      refuse('step', `step is ${given.step}: use a step of at most 6 decimals, such as 0.1.`);
    else if (worth / given.mu <= MOST_WORTH) {
      const ceiling = given.ceiling === 0 ? ceilingOf(given) : given.ceiling;
      if (given.step > ceiling)
        refuse('step', `step is ${given.step}, above the ceiling of ${ceiling}: use a smaller step, such as 0.1.`);
    }
    if (given.expects === 'average' && given.k > given.window)
      refuse(
        'k',
        `k is ${given.k}, but a seller sees only ${given.window} past rounds: use a k of at most ${given.window}, or a larger window.`,
      );
  })
  .overwrite((given) => {
    const ceiling = given.ceiling === 0 ? ceilingOf(given) : given.ceiling;
    return { ...given, ceiling, step: given.step === 0 ? stepOf(given.currency) : given.step };
  });

/** The market in units of currency. */
export function marketOf({ a, c, a0, mu, scale }: Pick<Config, 'a' | 'c' | 'a0' | 'mu' | 'scale'>): Market {
  const [goods, costs] = [pairOf(a), pairOf(c)];
  return { a: goods, c: costs, a0, mu, scale, symmetric: goods[0] === goods[1] && costs[0] === costs[1] };
}

const pairOf = (value: Config['a']): Pair => (typeof value === 'number' ? [value, value] : [value[0], value[1]]);

/** Solving a market takes longer than all else about its settings, which are read again at every key of a set-up. */
const dearest = memo((market: string): number => Math.max(...fixedPoint(JSON.parse(market), JOINT)), 1000);

function ceilingOf(given: Settings): number {
  const highest = dearest(JSON.stringify(marketOf(given))) * given.currency;
  const half = given.currency / 2;
  return tidy(Math.ceil((1.5 * highest) / half) * half);
}

const stepOf = (currency: number): number => tidy(10 ** Math.floor(Math.log10(currency / 100) + 1e-9));

/** How many decimals a number is written with. */
export function decimalsOf(value: number): number {
  for (let decimals = 0; decimals <= 12; decimals++)
    if (Math.abs(value - Number(value.toFixed(decimals))) < 1e-12 * Math.max(1, value)) return decimals;
  return 13;
}

const tidy = (value: number): number => Number(value.toPrecision(12));
const upTo = (value: number): number => Math.ceil(value * 1000) / 1000;
