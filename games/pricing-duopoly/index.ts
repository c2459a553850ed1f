/**
 * Two sellers set prices in one market with logit demand (Calvano, Calzolari, Denicolò & Pastorello, AER 110, 2020;
 * with language models Fish, Gonczarowski & Shorrer, arXiv 2404.00806). The pieces put together; see README.md.
 */
import { defineGame, spoken } from '../../src/core/define-game.ts';
import type { Game, Preset, SetupLine } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import { comparison } from './comparison.ts';
import { type Config, config } from './config.ts';
import { debriefIn } from './debrief.ts';
import { measures } from './measures.ts';
import { predictIn } from './predict.ts';
import { profile } from './profile.ts';
import { published } from './published-figures.ts';
import { apply, isOnce, observe, payoffs, setup, type State, type View, rulesIn } from './rules.ts';
import { limitsOf } from './limits.ts';
import { FIRST, SECOND, sceneIn } from './scene.ts';
import { solved } from './solution.ts';
import { theoryIn } from './theory.ts';
import { weighIn } from './weigh.ts';
import { words } from './words.en.ts';
import type { Words } from './words.ts';

const presets: readonly Preset<Config>[] = [
  {
    name: 'class',
    code: 'calvano-10',
    sentence:
      'The standard market in prices for people: a unit costs 10, Nash is 14.7, joint monopoly 19.2 (Calvano et al. 2020, times 10).',
    config: {},
  },
  {
    name: 'paper',
    code: 'calvano',
    sentence:
      'The standard market in its own units: a unit costs 1, Nash is 1.47, joint monopoly 1.92 (Calvano et al. 2020).',
    config: { currency: 1 },
  },
  {
    name: 'unequal',
    code: 'calvano-cost',
    sentence: 'The second seller pays 12 a unit, the first 10; like products (costs ours, market Calvano et al. 2020).',
    config: { c: [1, 1.2] },
  },
  {
    name: 'open-ended',
    code: 'delta-90',
    sentence: 'Another round follows nine times in ten: patient selfish sellers can also collude (continuation ours).',
    config: { horizon: 'indefinite', delta: 0.9 },
  },
  {
    name: 'models',
    code: 'fish',
    sentence:
      "300 rounds, the last 100 in view with units sold, no rival's profit, no calculator, wording P1 (Fish, Gonczarowski & Shorrer 2024).",
    config: { rounds: 300, window: 100, quantity: true, rivalProfit: false, calculator: false, framing: 'collusive' },
  },
];

const lines: readonly SetupLine<Config>[] = [
  {
    label: 'Rounds',
    options: [
      { label: '10', sentence: 'Ten rounds, announced.', config: { horizon: 'finite', rounds: 10 } },
      { label: '5', sentence: 'Five rounds, announced.', config: { horizon: 'finite', rounds: 5 } },
      { label: '20', sentence: 'Twenty rounds, announced.', config: { horizon: 'finite', rounds: 20 } },
      {
        label: 'open-ended',
        sentence: 'Another round follows nine times in ten; the rule is announced.',
        config: { horizon: 'indefinite', delta: 0.9 },
      },
    ],
  },
  {
    label: 'Practice',
    options: [
      { label: 'none', sentence: 'Every round counts.', config: { practice: 0 } },
      { label: '2 rounds', sentence: 'Two marked rounds first that count for nothing.', config: { practice: 2 } },
    ],
  },
  {
    label: 'Calculator',
    options: [
      {
        label: 'yes',
        sentence:
          'A what-if calculator stands beside the question (payoff tables raise collusion, as reported); uses are logged.',
        config: { calculator: true },
      },
      { label: 'no', sentence: 'No calculator.', config: { calculator: false } },
    ],
  },
  {
    label: "Rival's profit",
    options: [
      { label: 'shown', sentence: 'Both sellers see both profits.', config: { rivalProfit: true } },
      { label: 'hidden', sentence: 'Each seller sees its own profit only.', config: { rivalProfit: false } },
    ],
  },
  {
    label: 'Words',
    options: [
      {
        label: 'framed',
        sentence: 'Players are told whom they face, by name, where the table tells it.',
        config: { neutral: false },
      },
      {
        label: 'neutral',
        sentence: 'The opponent is called "the other player", whoever it is; usual in studies.',
        config: { neutral: true },
      },
    ],
  },
  {
    label: 'Framing',
    options: [
      { label: 'neutral', sentence: 'The task as it is.', config: { framing: 'neutral' } },
      {
        label: 'collusive',
        sentence: 'Wording P1 after Fish et al.: take no action that undermines profitability.',
        config: { framing: 'collusive' },
      },
      {
        label: 'competitive',
        sentence: 'Wording P2 after Fish et al.: pricing below the competitor sells more.',
        config: { framing: 'competitive' },
      },
    ],
  },
];

/** Markets around the standard one, for batches and training sets: seeded, without end. */
function* scenarios(rng: Rng): Iterable<Config> {
  for (;;) {
    const near = (middle: number, width: number): number => Number((middle + width * (2 * rng.unit() - 1)).toFixed(2));
    const good = near(2, 0.5);
    const cost = near(1, 0.3);
    const alike = rng.below(2) === 0;
    yield config.parse({
      a: alike ? good : [good, near(good, 0.2)],
      c: alike ? cost : [cost, near(cost, 0.2)],
      mu: near(0.3, 0.1),
      currency: rng.pick([1, 3.2, 10]),
      rounds: rng.pick([5, 10, 20]),
      framing: rng.pick(['neutral', 'collusive', 'competitive']),
    });
  }
}

/** Settings that make the market what it is; a preset is named in the title where all of them are its own. */
const MARKET = ['a', 'c', 'a0', 'mu', 'currency', 'scale'] as const;

let markets: readonly { readonly name: string; readonly market: string }[] | undefined;

const marketKey = (given: Config): string => JSON.stringify(MARKET.map((key) => given[key]));

function marketName(given: Config): string {
  markets ??= presets.map(({ name, config: own }) => ({ name, market: marketKey(config.parse(own)) }));
  const key = marketKey(given);
  const name = markets.find((known) => known.market === key)?.name ?? '';
  return name === presets[0]?.name ? '' : name;
}

/** The game in the language of these words. Rules, theory and stored answers are the same in all. */
export function gameIn(words: Words): Game<Config, State, View> {
  const { lab, paraphrases, ...read } = words;
  const { debrief } = debriefIn(words);
  const { predict } = predictIn(words);
  const { pending } = rulesIn(words);
  const { calculator, heading, instructions, result, scene, whatIfTable } = sceneIn(words);
  const { standin, theory } = theoryIn(words);
  const { weigh } = weighIn(words);

  /** What a language model keeps from round to round. */
  const NOTES = (['plans', 'insights'] as const).map((key) => ({ key, label: words.notes[key] }));

  return defineGame({
    name: 'pricing-duopoly',
    version: 1,
    title: words.title,
    summary: words.summary,
    sources: [
      'Calvano, Calzolari, Denicolò & Pastorello, Artificial Intelligence, Algorithmic Pricing, and Collusion, American Economic Review 110, 2020',
      'Fish, Gonczarowski & Shorrer, Algorithmic Collusion by Large Language Models, arXiv 2404.00806',
      'Alger & Weibull, Homo Moralis: Preference Evolution under Incomplete Information and Assortative Matching, Econometrica 81(6), 2013',
    ],
    ...spoken(lab, read, paraphrases),

    config,
    presets,
    presetsLabel: 'Market',
    roles: [
      { name: FIRST, sentence: 'You are the first seller.', seat: 0 },
      { name: SECOND, sentence: 'You are the second seller; it differs where costs or products do.', seat: 1 },
    ],
    lines,
    readings: [
      { variant: 'sellers', of: 'moralis', sentence: lab.readings.sellers },
      { variant: 'buyers', of: 'moralis', sentence: lab.readings.buyers, usual: true },
      { variant: 'grim', of: 'economicus', sentence: lab.readings.grim },
    ],
    seats: () => ({ least: 2, most: 2 }),
    seatsDiffer: (settings) => !solved(settings).market.symmetric,
    seatName: (_, seat) => `seller ${seat + 1}`,
    minutes: ({ horizon, rounds, delta, practice }) =>
      Math.max(1, Math.round(0.45 * ((horizon === 'finite' ? rounds : 1 / (1 - delta)) + practice))),

    setup,
    pending,
    apply,
    payoffs,
    observe,

    instructions,
    heading: (view) => heading(view, marketName(view.config)),
    scene,
    calculator,
    whatIfs: { offered: (settings) => settings.calculator, table: whatIfTable },
    informed: (settings, { kind, whatIfs }) =>
      settings.calculator && kind === 'model' && whatIfs === undefined
        ? 'told of a calculator that it did not have'
        : '',
    neutral: (settings) => settings.neutral,
    limits: limitsOf,
    result,
    debrief,

    belief: () => ({ kind: 'observed' }),
    theory,
    weigh,
    notes: (settings) => (settings.notes && !isOnce(settings) ? NOTES : []),
    standin,
    predict,
    scenarios,
    measures,
    comparison,
    profile,
    published,
  });
}

export const game = gameIn(words);
