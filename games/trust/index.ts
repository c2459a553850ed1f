/** The mini trust game: one stays out or trusts, the other shares or keeps. Everything put together. */
import type { z } from 'zod';
import { defineGame, spoken } from '../../src/core/define-game.ts';
import type { Game } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import { fill } from '../../src/core/template.ts';
import { comparisonOf } from '../../src/sequential/comparison.ts';
import { roundsLine } from '../../src/core/rounds.ts';
import { sampledRounds } from '../../src/core/sampled.ts';
import { sourcesWith, wordsLine } from '../../src/sequential/defaults.ts';
import { fallingPoints, sampledBeliefs, sampledPlaces, sampledWords } from '../../src/sequential/scenarios.ts';
import type { SequentialState, SequentialView } from '../../src/sequential/rules.ts';
import { sequentialGame } from '../../src/sequential/sequential-game.ts';
import { impliedBeliefs } from '../../src/sequential/settings.ts';
import { type Config, config, presetName, presets } from './config.ts';
import { form, grimDelta, plans, trustsFrom } from './form.ts';
import { measures } from './measures.ts';
import { profile } from './profile.ts';
import { words } from './words.en.ts';
import type { Words } from './words.ts';

const schema: z.ZodType<Config> = config;

/** What is counted at each node. */
const counted = {
  first: { letter: 'T', measure: 'trusts', label: 'trusts first' },
  after_T: { letter: 'S', measure: 'shares', label: 'shares after trust' },
} as const;

/** A thousand games in which trust and sharing pay most together, one round or several, with what is expected of the other. */
function* scenarios(rng: Rng): Iterable<Config> {
  for (let left = 1000; left > 0; left--) {
    const [T, R, P, S] = fallingPoints(rng);
    const length = sampledRounds(rng);
    const repeated = (length.rounds ?? 0) !== 1;
    yield config.parse({
      ...{ T, R, P, S, ...length, ...sampledWords(rng, 'named') },
      ...sampledPlaces(rng, repeated ? ['fixed', 'drawn', 'alternating'] : ['fixed', 'drawn']),
      beliefs: sampledBeliefs(rng, 2),
    });
  }
}

/** The game in the language of these words. Rules, theory and stored answers are the same in all. */
export function gameIn(words: Words): Game<Config, SequentialState<Config>, SequentialView<Config>> {
  const { lab, paraphrases, expects, ...read } = words;

  function thresholds(set: Config): readonly string[] {
    const said = words.thresholds;
    const threshold = grimDelta(set);
    return [
      fill(said.trusts, { value: trustsFrom(set).toFixed(3) }),
      ...(set.ending === 'indefinite'
        ? [
            fill(said.indefinite, {
              threshold: threshold.toFixed(3),
              delta: set.delta.toFixed(2),
              verdict: set.delta >= threshold - 1e-12 ? said.notUnique : said.unique,
            }),
          ]
        : []),
    ];
  }

  return defineGame<Config, SequentialState<Config>, SequentialView<Config>>({
    ...sequentialGame({
      game: 'trust',
      spoken: { form, words, payoffs: ({ T, R, P, S }) => ({ T, R, P, S }), presetName },
      plansOf: plans,
      fair: 'TS',
      places: ['first mover', 'second mover'],
      thresholds,
      note: () => [],
    }),
    name: 'trust',
    version: 1,
    title: words.title,
    summary: words.summary,
    sources: sourcesWith('the six games'),
    ...spoken(lab, read, paraphrases, expects),

    config: schema,
    presets,
    presetsLabel: 'Payoffs',
    roles: [
      { name: 'first', sentence: 'You stay out or trust; after trust the other answers.', seat: 0 },
      { name: 'second', sentence: 'The other stays out or trusts; after trust you share or keep.', seat: 1 },
      { name: 'drawn', sentence: 'A coin toss decides who moves first.', seat: 0, config: { roles: 'drawn' } },
    ],
    lines: [roundsLine, wordsLine('trust, share', 'A, B, C and D')],
    implied: impliedBeliefs,
    limits: ({ roles, method, T, R, S }) => [
      ...(roles === 'fixed' ? [lab.limits.fixed] : []),
      ...(roles !== 'fixed' && method === 'direct' ? [lab.limits.direct] : []),
      ...(2 * R <= S + T ? [lab.limits.low] : []),
    ],

    scenarios,
    training: { place: 2 },
    measures,
    comparison: comparisonOf({ form, plansOf: plans, title: 'how often it …', counted }),
    profile,
  });
}

export const game = gameIn(words);
