/** The settings of the linear public good, and settings that were reported. */
import { z } from 'zod';
import type { Belief, Preset } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { roundSettings } from '../../src/core/rounds.ts';

/** Steps that are typed as numbers; others are chosen from a list. */
const TYPED_STEPS: readonly number[] = [1, 0.1, 0.01];
/** Contributions in a list, at most: few enough to read at once. */
const MOST_LISTED = 9;
/** Contributions at most: a table of all against all is solved. */
const MOST_STEPS = 100;

const beliefSentence =
  'Beliefs are auto, uniform, like-minded, observed, known, or a number from 0 to the endowment: what the others put in on average';

export const config = z
  .strictObject({
    players: z
      .number()
      .int()
      .min(2)
      .max(10)
      .default(4)
      .describe('Players of a group: 2 to 10; as many agents have to sit down'),
    endowment: z
      .number()
      .positive()
      .max(10_000)
      .default(20)
      .describe('Endowment: points that each player has in every round'),
    m: z
      .number()
      .positive()
      .max(2)
      .default(0.5)
      .describe(
        'Return: what a point in the project pays to each player (marginal per capita return); a dilemma where m is below 1 and players times m above 1',
      ),
    step: z
      .number()
      .positive()
      .default(1)
      .describe(
        'Step: contributions go from 0 to the endowment in such steps; 1, 0.1 or 0.01 are typed, others chosen from a list of at most 9',
      ),
    ...roundSettings,
    shown: z
      .enum(['each', 'sum'])
      .default('each')
      .describe('Shown after a round: what each of the others put in, or only what all put in together'),
    neutral: z
      .boolean()
      .default(false)
      .describe(
        'Neutral words: no title that says what the game is about, and nobody is named (neither is what they want told to agents)',
      ),
    beliefs: z
      .union([z.enum(['auto', 'uniform', 'like-minded', 'observed', 'known']), z.number().min(0)], {
        error: beliefSentence,
      })
      .default('auto')
      .describe(
        "What solved agents expect of the others; auto and known: a disclosed solved opponent's plan, else every contribution alike; a number: what the others put in on average",
      ),
    askBeliefs: z
      .boolean()
      .default(false)
      .describe('Beliefs are asked: before the contributions of a round, what the others put in on average'),
  })
  .superRefine(({ endowment, step, beliefs }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const steps = endowment / step;
    const whole = Math.abs(steps - Math.round(steps)) < 1e-6 && Math.round(steps) >= 1;
    if (!whole)
      refuse(
        'step',
        `The endowment has to be a whole number of steps, got endowment=${endowment} and step=${step}; change one of them`,
      );
    else if (decimalsIn(step) > 2) refuse('step', `A step has at most two decimals; got step=${step}`);
    else if (steps > MOST_STEPS + 1e-6)
      refuse(
        'step',
        `At most ${MOST_STEPS} steps fit between 0 and the endowment, got ${Math.round(steps)} of endowment=${endowment} and step=${step}; take a larger step or a smaller endowment`,
      );
    else if (!TYPED_STEPS.includes(step) && Math.round(steps) + 1 > MOST_LISTED)
      refuse(
        'step',
        `Steps other than ${TYPED_STEPS.join(', ')} are chosen from a list of at most ${MOST_LISTED} contributions, and step=${step} makes ${Math.round(steps) + 1} of endowment=${endowment}; take step=1 or a larger one`,
      );
    if (typeof beliefs === 'number' && beliefs > endowment)
      refuse('beliefs', `${beliefSentence}; got beliefs=${beliefs} with endowment=${endowment}`);
  });

export type Config = z.infer<typeof config>;
/** What decides what a round pays. */
export type Payoffs = Pick<Config, 'players' | 'endowment' | 'm'>;

const decimalsIn = (value: number): number => (String(value).split('.')[1] ?? '').length;

/** How contributions are written and typed. */
export const decimalsOf = ({ step }: Config): number => decimalsIn(step);

/** Whether a contribution is typed as a number, and not chosen from a list. */
export const isTyped = ({ step }: Config): boolean => TYPED_STEPS.includes(step);

/** All that may be put in, ascending. */
export const contributions = memo(({ endowment, step }: Config): readonly number[] =>
  Array.from({ length: Math.round(endowment / step) + 1 }, (_, i) => Number((i * step).toFixed(2))),
);

/** Whether each is better off keeping, and all are better off if everybody puts in: m < 1 < n·m. */
export const isDilemma = ({ players, m }: Payoffs): boolean => m < 1 && players * m > 1 + 1e-12;

/**
 * Settings as they are reported, not checked against the originals; what a sentence calls ours is ours. With .4 and four players κ* is
 * exactly the κ of moralis where none is typed, so that whatever it does is as good: the standard pays .5.
 */
export const conditions: readonly Preset<Config>[] = [
  {
    name: 'standard',
    sentence:
      'standard: 4 players, 20 points, a point in the project pays .5 to each, one round (ours: like once, with a return at which κ* is .33 and not .50).',
    config: { players: 4, endowment: 20, m: 0.5, rounds: 1 },
  },
  {
    name: 'once',
    code: 'fgf-2001',
    sentence:
      'once: 4 players, 20 points, a point in the project pays .4 to each, one round (Fischbacher, Gächter & Fehr 2001, as reported); κ* = .50.',
    config: { players: 4, endowment: 20, m: 0.4, rounds: 1 },
  },
  {
    name: 'pair',
    sentence: 'pair: 2 players, 10 points, a point pays .75 to each, 5 rounds (ours: the smallest group).',
    config: { players: 2, endowment: 10, m: 0.75, rounds: 5 },
  },
  {
    name: 'ten-rounds',
    code: 'fg-2000',
    sentence:
      'ten-rounds: 4 players, 20 points, a point pays .4 to each, 10 rounds, only the sum shown (Fehr & Gächter 2000 without punishment, as reported; what is shown is ours).',
    config: { players: 4, endowment: 20, m: 0.4, rounds: 10, shown: 'sum' },
  },
  {
    name: 'high-return',
    code: 'iw-4h',
    sentence:
      'high-return: 4 players, a point pays .75 to each, 10 rounds (Isaac & Walker 1988: size and return, as reported; 20 points are ours).',
    config: { players: 4, endowment: 20, m: 0.75, rounds: 10, shown: 'sum' },
  },
  {
    name: 'low-return',
    code: 'iw-4l',
    sentence:
      'low-return: 4 players, a point pays .3 to each, 10 rounds (Isaac & Walker 1988: size and return, as reported; 20 points are ours).',
    config: { players: 4, endowment: 20, m: 0.3, rounds: 10, shown: 'sum' },
  },
  {
    name: 'large-group',
    code: 'iw-10l',
    sentence:
      'large-group: 10 players, a point pays .3 to each, 10 rounds (Isaac & Walker 1988: size and return, as reported; 20 points are ours).',
    config: { players: 10, endowment: 20, m: 0.3, rounds: 10, shown: 'sum' },
  },
];

export const presets: readonly Preset<Config>[] = [
  ...conditions,
  {
    name: 'lesson',
    sentence:
      'lesson: 4 players, 20 points, .5 to each, five rounds, what each put in is shown, and what is expected is asked: a class fills every row.',
    config: { players: 4, endowment: 20, m: 0.5, rounds: 5, askBeliefs: true },
    lesson: true,
  },
];

/** The plain name of these payoffs and rounds, where they have one. */
export const presetName = (config: Config): string | null =>
  conditions.find(({ config: named }) =>
    (['players', 'endowment', 'm', 'rounds'] as const).every((key) => named[key] === config[key]),
  )?.name ?? null;

const PRESCRIBED: Readonly<Record<string, Belief>> = {
  uniform: { kind: 'uniform' },
  'like-minded': { kind: 'like-minded' },
  observed: { kind: 'observed' },
};

/** The belief that the config prescribes; null for auto and known: a disclosed solved opponent's plan, else uniform. */
export const beliefOf = memo((config: Config): Belief | null =>
  typeof config.beliefs === 'number' ? meanBelief(config, config.beliefs) : (PRESCRIBED[config.beliefs] ?? null),
);

/**
 * The belief that the others put in so much on average: the two contributions beside that mean, so weighed that it is met. The
 * numbers are probabilities of all contributions but 0, from the highest (`Plans.nodes`).
 */
export function meanBelief(config: Config, mean: number): Belief & { kind: 'given' } {
  const all = contributions(config);
  const place = Math.min(all.length - 1, Math.max(0, mean / config.step));
  const below = Math.min(all.length - 2, Math.floor(place + 1e-9));
  const above = Math.max(0, place - below);
  const chance = all.map((_, i) => (i === below ? 1 - above : i === below + 1 ? above : 0));
  return { kind: 'given', numbers: chance.slice(1).toReversed() };
}
