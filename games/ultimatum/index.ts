/** The mini ultimatum game: one proposes a split, the other accepts or rejects an unequal one. Everything put together. */
import type { z } from 'zod';
import { defineGame, spoken } from '../../src/core/define-game.ts';
import type { Game } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import { fill } from '../../src/core/template.ts';
import { comparisonOf } from '../../src/sequential/comparison.ts';
import { sourcesWith, wordsLine } from '../../src/sequential/defaults.ts';
import { dividedPoints, sampledBeliefs, sampledPlaces, sampledWords } from '../../src/sequential/scenarios.ts';
import { points } from '../../src/sequential/format.ts';
import type { SequentialState, SequentialView } from '../../src/sequential/rules.ts';
import { sequentialGame } from '../../src/sequential/sequential-game.ts';
import { impliedBeliefs } from '../../src/sequential/settings.ts';
import { type Config, config, presetName, presets } from './config.ts';
import { form, isControl, plans, unequalFrom } from './form.ts';
import { measures } from './measures.ts';
import { profile } from './profile.ts';
import { peopleIn } from './published-people.ts';
import { words } from './words.en.ts';
import type { Words } from './words.ts';

const schema: z.ZodType<Config> = config;

/** What is counted at each node. */
const counted = {
  first: { letter: 'U', measure: 'proposes unequal', label: 'proposes unequal' },
  after_U: { letter: 'A', measure: 'accepts', label: 'accepts unequal' },
} as const;

/** A thousand divisions: of the same sum, of a larger and of a smaller one, with what a rejection leaves and what is expected. */
function* scenarios(rng: Rng): Iterable<Config> {
  for (let left = 1000; left > 0; left--) {
    const [T, E, S, N] = dividedPoints(rng);
    yield config.parse({
      ...{ T, E, S, N, ...sampledWords(rng, 'named') },
      ...sampledPlaces(rng, ['fixed', 'drawn']),
      beliefs: sampledBeliefs(rng, 2),
    });
  }
}

/** The game in the language of these words. Rules, theory and stored answers are the same in all. */
export function gameIn(words: Words): Game<Config, SequentialState<Config>, SequentialView<Config>> {
  const { lab, paraphrases, expects, ...read } = words;
  return defineGame<Config, SequentialState<Config>, SequentialView<Config>>({
    ...sequentialGame({
      game: 'ultimatum',
      spoken: { form, words, payoffs: ({ T, E, S, N }) => ({ T, E, S, N }), presetName },
      plansOf: plans,
      fair: 'EA',
      places: ['proposer', 'responder'],
      thresholds: (set) => [
        fill(words.thresholds.unequal, { value: unequalFrom(set).toFixed(3) }),
        ...(isControl(set) ? [fill(words.thresholds.control, { equal: points(set.E) })] : []),
      ],
      note: (set) => (isControl(set) ? [words.note] : []),
    }),
    name: 'ultimatum',
    version: 1,
    title: words.title,
    summary: words.summary,
    sources: sourcesWith(
      'the six games',
      'Güth, Schmittberger & Schwarze, An experimental analysis of ultimatum bargaining, Journal of Economic Behavior & Organization 3(4), 1982 (the game with any division)',
    ),
    ...spoken(lab, read, paraphrases, expects),

    config: schema,
    presets,
    presetsLabel: 'Split',
    roles: [
      { name: 'proposer', sentence: 'You propose a split; an unequal one the other accepts or rejects.', seat: 0 },
      { name: 'responder', sentence: 'The other proposes a split; an unequal one you accept or reject.', seat: 1 },
      { name: 'drawn', sentence: 'A coin toss decides who proposes.', seat: 0, config: { roles: 'drawn' } },
    ],
    lines: [wordsLine('split, accept', 'A, B, C and D')],
    implied: impliedBeliefs,
    limits: (set) => [
      ...(isControl(set) ? [lab.limits.control] : []),
      ...(set.roles === 'fixed' ? [lab.limits.fixed] : set.method === 'direct' ? [lab.limits.direct] : []),
    ],

    scenarios,
    training: { place: 3 },
    measures,
    comparison: comparisonOf({ form, plansOf: plans, title: 'how often it …', counted }),
    people: peopleIn(words),
    profile,
  });
}

export const game = gameIn(words);
