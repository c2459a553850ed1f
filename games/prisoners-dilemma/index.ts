/** The sequential prisoner's dilemma: one moves, the other sees it and answers. Everything put together. */
import type { z } from 'zod';
import { defineGame, spoken } from '../../src/core/define-game.ts';
import type { Game, SetupLine } from '../../src/core/game.ts';
import type { Rng } from '../../src/core/rng.ts';
import { roundsLine } from '../../src/core/rounds.ts';
import { sampledRounds } from '../../src/core/sampled.ts';
import { sourcesWith, wordsLine } from '../../src/sequential/defaults.ts';
import { fallingPoints, sampledBeliefs, sampledPlaces, sampledWords } from '../../src/sequential/scenarios.ts';
import { impliedBeliefs } from '../../src/sequential/settings.ts';
import { beliefOf, type Config, config, presets } from './config.ts';
import { comparison } from './comparison.ts';
import { held } from './belief.ts';
import { debriefIn } from './debrief.ts';
import { expectationIn } from './expectation.ts';
import { isSimultaneous } from './form.ts';
import { measures } from './measures.ts';
import { plans } from './plans.ts';
import { predictIn } from './predict.ts';
import { profile } from './profile.ts';
import { published } from './published-figures.ts';
import { peopleIn } from './published-people.ts';
import { questionsIn } from './questions.ts';
import { apply, observe, setup, type State, type View } from './rules.ts';
import { minutes, sceneIn } from './scene.ts';
import { standinIn } from './standin.ts';
import { theoryIn } from './theory.ts';
import { weighIn } from './weigh.ts';
import { words } from './words.en.ts';
import type { Words } from './words.ts';

const schema: z.ZodType<Config> = config;

const SEATS = { least: 2, most: 2 } as const;

/** What seats are called where they differ. */
const FIXED_SEATS: readonly string[] = ['first mover', 'second mover'];
/**
 * Fixed movers differ. In turns both have both places equally often where the number of rounds is even and announced: only
 * agents that learn from what they see in the first rounds do otherwise in one seat than in the other.
 */
const seatsDiffer = ({ roles, rounds, ending, beliefs, timing }: Config): boolean =>
  timing !== 'together' &&
  (roles === 'fixed' ||
    (roles === 'alternating' && !(ending === 'finite' && rounds % 2 === 0 && beliefs !== 'observed')));

const TURNS: readonly string[] = ['first mover of odd rounds', 'first mover of even rounds'];

/** What is known of the other's choice, and between how much one may choose: each option says all of it. */
const formLine: SetupLine<Config> = {
  label: 'Form',
  options: [
    {
      label: 'in turns',
      sentence: 'One moves; the other sees it and answers.',
      config: { timing: 'turns', told: 'first-move', steps: 2 },
    },
    {
      label: 'both at once',
      sentence: 'Both choose at the same time, one question each.',
      config: { timing: 'together', told: 'first-move', steps: 2 },
    },
    {
      label: 'second not told',
      sentence: 'The second mover chooses without being told the first move (disjunction: told, or not).',
      config: { timing: 'turns', told: 'nothing', steps: 2 },
    },
    {
      label: '"has already chosen"',
      sentence: 'The second mover is told that the other has already chosen, and not what.',
      config: { timing: 'turns', told: 'already-chosen', steps: 2 },
    },
    {
      label: 'three steps',
      sentence: 'In turns; all, half or nothing is sent.',
      config: { timing: 'turns', told: 'first-move', steps: 3 },
    },
  ],
};

/** A thousand dilemmas in turns in which taking turns does not pay, one round or several, with what is expected of the other. */
function* scenarios(rng: Rng): Iterable<Config> {
  for (let left = 1000; left > 0; left--) {
    const [T, R, P, S] = fallingPoints(rng);
    const length = sampledRounds(rng);
    const repeated = (length.rounds ?? 0) !== 1;
    yield config.parse({
      ...{ T, R, P, S, ...length, ...sampledWords(rng, 'cooperate') },
      ...sampledPlaces(rng, repeated ? ['fixed', 'drawn', 'alternating'] : ['fixed', 'drawn']),
      beliefs: sampledBeliefs(rng, 3),
    });
  }
}

/** The game in the language of these words. Rules, theory and stored answers are the same in all. */
export function gameIn(words: Words): Game<Config, State, View> {
  const { lab, paraphrases, expects, forms, ...read } = words;
  const { debrief } = debriefIn(words);
  const { predict } = predictIn(words);
  const { pending } = questionsIn(words);
  const { heading, instructions, result, scene } = sceneIn(words);
  const { standin } = standinIn(words);
  const { theory } = theoryIn(words);
  const { weigh } = weighIn(words);
  const { expectation } = expectationIn(words);

  return defineGame<Config, State, View>({
    name: 'prisoners-dilemma',
    version: 1,
    title: words.title,
    titleIn: ({ neutral }) => (neutral ? words.neutralTitle : words.title),
    summary: words.summary,
    sources: sourcesWith('the six protocols'),
    ...spoken(lab, read, paraphrases, expects),
    furtherWords: (set) => (isSimultaneous(set) ? forms.simultaneous : set.steps === 3 ? forms.threeSteps : null),

    config: schema,
    presets,
    presetsLabel: 'Payoffs',
    roles: [
      { name: 'first', sentence: 'You move first, the other second.', seat: 0 },
      { name: 'second', sentence: 'The other moves first, you second.', seat: 1 },
      {
        name: 'drawn',
        sentence: 'A coin toss decides who moves first.',
        seat: 0,
        config: { roles: 'drawn' },
      },
    ],
    rolesAlike: ({ timing }) => timing === 'together',
    lines: [formLine, roundsLine, wordsLine('cooperate, defect', 'A and B')],
    readings: [{ variant: 'grim', of: 'economicus', sentence: lab.readings.grim }],
    seats: () => SEATS,
    seatsDiffer,
    seatName: ({ roles }, seat) => (roles === 'fixed' ? FIXED_SEATS : TURNS)[seat] ?? `seat ${seat + 1}`,
    neutral: ({ neutral }) => neutral,
    limits: (set) => {
      const { roles, method } = set;
      const simultaneous = isSimultaneous(set);
      return [
        ...(simultaneous || roles !== 'fixed' ? [] : [lab.limits.fixed]),
        ...(simultaneous || roles === 'fixed' || method === 'strategy' ? [] : [lab.limits.direct]),
      ];
    },
    implied: impliedBeliefs,
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
    held: ({ config, history, seat }, belief) => held(config, belief, history, seat),
    expectation,
    standin,
    predict,
    scenarios,
    training: { place: 1 },
    measures,
    comparison,
    profile,
    published,
    people: peopleIn(words),
  });
}

export const game = gameIn(words);
