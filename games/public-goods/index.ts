/** The linear public good (voluntary contribution mechanism) of 2 to 10 players. Everything put together; see README.md. */
import type { z } from 'zod';
import { defineGame, spoken } from '../../src/core/define-game.ts';
import type { Game, SetupLine } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import { sampledRounds } from '../../src/core/sampled.ts';
import { fill } from '../../src/core/template.ts';
import { manyRounds, roundsLine } from '../../src/core/rounds.ts';
import { beliefOf, type Config, config, presets } from './config.ts';
import { comparison } from './comparison.ts';
import { conditionalIn } from './conditional.ts';
import { held } from './belief.ts';
import { debriefIn } from './debrief.ts';
import { short } from './format.ts';
import { measures } from './measures.ts';
import { expectationIn } from './expectation.ts';
import { kappaStar, plans } from './plans.ts';
import { predictIn } from './predict.ts';
import { questionsIn } from './questions.ts';
import { apply, observe, setup, type State, type View } from './rules.ts';
import { minutes, sceneIn } from './scene.ts';
import { standinIn } from './stand-in.ts';
import { theoryIn } from './theory.ts';
import { weighIn } from './weigh.ts';
import { words } from './words.en.ts';
import type { Words } from './words.ts';

const schema: z.ZodType<Config> = config;

/** The κ of moralis where none is typed. */
const USUAL_KAPPA = 0.5;

const lines: readonly SetupLine<Config>[] = [
  {
    label: 'Players',
    options: [4, 2, 3, 5, 10].map((players) => ({
      label: String(players),
      sentence: `A group of ${players}.`,
      config: { players },
    })),
  },
  roundsLine,
  {
    label: 'Shown',
    options: [
      { label: 'each', sentence: 'After a round everybody sees what each put in.', config: { shown: 'each' } },
      {
        label: 'the sum',
        sentence: 'After a round everybody sees what all put in together.',
        config: { shown: 'sum' },
      },
    ],
  },
  {
    label: 'Words',
    options: [
      { label: 'named', sentence: 'The game and the others are called what they are.', config: { neutral: false } },
      { label: 'neutral', sentence: 'A common project; nobody is named: as studies do.', config: { neutral: true } },
    ],
  },
];

/** What a list of contributions counts in, by endowment; other endowments are typed in points. */
const LISTED: readonly (readonly [endowment: number, step: number])[] = [
  [4, 2],
  [8, 2],
  [10, 5],
  [12, 4],
  [20, 5],
  [20, 10],
  [30, 6],
  [40, 8],
  [40, 20],
  [100, 25],
  [100, 50],
];
const TYPED: readonly number[] = [5, 8, 10, 10, 12, 15, 20, 20, 25, 30];

/** A return by which putting in costs something and helps all, costs something and helps nobody, or pays by itself. */
function sampledReturn(rng: Rng, players: number): number {
  for (;;) {
    const m = rng.below(4) === 0 ? (1 + rng.below(39)) / 20 : (1 + rng.below(19)) / 10;
    const kind =
      m > 1 ? 'rich' : m === 1 || Math.abs(players * m - 1) < 1e-9 ? 'tie' : players * m > 1 ? 'dilemma' : 'poor';
    // Half are dilemmas; in the others what is best for one is best for all.
    if (kind === 'dilemma' || (kind === 'rich' && rng.below(2) === 0) || (kind === 'poor' && rng.below(2) === 0))
      return m;
  }
}

/** A thousand groups of two to six: dilemmas and their neighbours, one round or several, with what is expected of the others. */
function* scenarios(rng: Rng): Iterable<Config> {
  for (let left = 1000; left > 0; left--) {
    const players = 2 + rng.below(5);
    const listed = rng.below(2) === 0;
    const [endowment, step] = listed ? rng.pick(LISTED) : [rng.pick(TYPED), 1];
    yield config.parse({
      ...{ players, endowment, step, m: sampledReturn(rng, players), ...sampledRounds(rng) },
      shown: rng.pick(['each', 'sum']),
      neutral: rng.below(2) === 0,
      askBeliefs: rng.below(4) === 0,
      beliefs: Math.round((endowment * rng.below(11)) / 10),
    });
  }
}

/** The game in the language of these words. Rules, theory and stored answers are the same in all. */
export function gameIn(words: Words): Game<Config, State, View> {
  const { lab, paraphrases, expects, ...read } = words;
  const { debrief } = debriefIn(words);
  const { predict } = predictIn(words);
  const { pending } = questionsIn(words);
  const { heading, instructions, result, scene } = sceneIn(words);
  const { standin } = standinIn(words);
  const { theory } = theoryIn(words);
  const { weigh } = weighIn(words);
  const { expectation } = expectationIn(words);

  return defineGame<Config, State, View>({
    name: 'public-goods',
    version: 1,
    title: words.title,
    titleIn: ({ neutral }) => (neutral ? words.neutralTitle : words.title),
    summary: words.summary,
    sources: [
      'Isaac & Walker, Group Size Effects in Public Goods Provision, Quarterly Journal of Economics 103, 1988 (the mechanism; sizes and returns as reported)',
      'Fehr & Gächter, Cooperation and Punishment in Public Goods Experiments, American Economic Review 90(4), 2000 (settings as reported)',
      'Fischbacher, Gächter & Fehr, Are People Conditionally Cooperative?, Economics Letters 71, 2001 (settings as reported; conditional cooperators)',
      'Alger & Weibull, Homo moralis, Econometrica 81(6), 2013, and Evolution and Kantian Morality, Games and Economic Behavior 98, 2016 (the utility of two and of n players)',
      'Fehr & Schmidt, A Theory of Fairness, Competition, and Cooperation, Quarterly Journal of Economics 114, 1999 (α and β, means over the others)',
      'Ledyard, Public Goods: A Survey of Experimental Research, in Handbook of Experimental Economics, 1995 (measures)',
      'Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand (equal weights of the baseline stand-in)',
    ],
    ...spoken(lab, read, paraphrases, expects),

    config: schema,
    presets,
    presetsLabel: 'Settings',
    roles: [{ name: 'player', sentence: 'All players are alike and choose at the same time.', seat: 0 }],
    lines,
    readings: [{ variant: 'grim', of: 'economicus', sentence: lab.readings.grim }],
    scripts: [conditionalIn(words)],
    forSeats: (players) => ({ players }),
    seats: ({ players }) => ({ least: players, most: players }),
    seatsDiffer: () => false,
    neutral: ({ neutral }) => neutral,
    limits: (settings) => {
      const { players, m } = settings;
      const slots = { players, m: short(m), all: short(players * m) };
      return [
        ...(players * m <= 1 + 1e-12 && m < 1 ? [fill(lab.limits.poor, slots)] : []),
        ...(m >= 1 ? [fill(lab.limits.rich, slots)] : []),
        ...(Math.abs(kappaStar(settings) - USUAL_KAPPA) < 1e-9
          ? [fill(lab.limits.tied, { star: USUAL_KAPPA.toFixed(2) })]
          : []),
        ...(manyRounds(settings) ? [] : [lab.limits.once]),
      ];
    },
    minutes,

    setup,
    pending,
    apply,
    payoffs: (state) => state.points,
    observe,

    instructions,
    heading,
    scene,
    result,
    debrief,

    plans,
    belief: beliefOf,
    theory,
    weigh,
    held: ({ config, history }, belief) => held(config, belief, history),
    expectation,
    standin,
    predict,
    scenarios,
    training: { place: 4 },
    measures,
    comparison,
    // The pattern that a profile looks for (Lu et al.) has no public good, and no other was declared beforehand.
    profile: null,
  });
}

export const game = gameIn(words);
