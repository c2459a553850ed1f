/** The settings of the prisoner's dilemma, and the published sets of payoffs. */
import { z } from 'zod';
import type { Belief, Preset } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { roundSettings } from '../../src/core/rounds.ts';
import { falling } from '../../src/sequential/settings.ts';

/** What beliefs may be; `numbers`: which probabilities, by form. */
const beliefsAre = (numbers: string): string =>
  `Beliefs are auto, uniform, like-minded, observed, known, or ${numbers}`;
const IN_TURNS_NUMBERS =
  'three probabilities from 0 to 1 that the other cooperates first, after C and after D, such as 0.5,0.8,0.2';
const SIMULTANEOUS_NUMBERS = 'one probability from 0 to 1 that the other cooperates, such as 0.7';
const THREE_STEPS_NUMBERS =
  'eight probabilities from 0 to 1, that the other sends all and that it sends half, first, after all, after half and after nothing, such as 0.5,0.3,0.6,0.3,0.2,0.6,0.1,0.1, and no two of a pair above 1 together';
const beliefSentence = beliefsAre(IN_TURNS_NUMBERS);

/** A setting that is left out where it is what it always was: stored matches of before say nothing of it. */
const leftOut = { timing: 'turns', told: 'first-move', steps: 2 } as const;

export const config = z
  .strictObject({
    T: z.number().default(80).describe('Temptation: points for defecting while the other cooperates'),
    R: z.number().default(75).describe('Reward: points for each when both cooperate'),
    P: z.number().default(30).describe('Punishment: points for each when both defect'),
    S: z.number().default(20).describe("Sucker's payoff: points for cooperating while the other defects"),
    method: z
      .enum(['direct', 'strategy'])
      .default('direct')
      .describe(
        'How the second mover answers: after seeing the first move (direct), or beforehand to either move (strategy); of no account where the first move is not known',
      ),
    roles: z
      .enum(['fixed', 'drawn', 'alternating'])
      .default('fixed')
      .describe(
        'Who moves first: seat 1 always, by the toss of a coin anew each round, or seat 1 in odd rounds; of no account where both choose at once',
      ),
    ...roundSettings,
    labels: z
      .enum(['cooperate', 'neutral'])
      .default('cooperate')
      .describe(
        'What the options are called: cooperate and defect, or A and B; neutral=true also hides who the opponent is',
      ),
    neutral: z
      .boolean()
      .default(false)
      .describe(
        'Neutral words: the options are called A and B, and the opponent is named to nobody (neither is what it wants told to agents); one switch for studies',
      ),
    order: z
      .enum(['fixed', 'drawn'])
      .default('fixed')
      .describe('Order of the two options: cooperation first, or drawn for each player and match'),
    beliefs: z
      .union(
        [
          z.enum(['auto', 'uniform', 'like-minded', 'observed', 'known']),
          z
            .array(z.number().min(0, { error: beliefSentence }).max(1, { error: beliefSentence }))
            .min(1, { error: beliefSentence })
            .max(8, { error: beliefSentence }),
        ],
        { error: beliefSentence },
      )
      .default('auto')
      .describe(
        "What solved agents expect of the other; auto and known: a disclosed solved opponent's plan, else uniform; three numbers: how likely it cooperates first, after C and after D (timing=together or told: one number; steps=3: eight)",
      ),
    askBeliefs: z
      .boolean()
      .default(false)
      .describe('Beliefs are asked: before the choices of a round, how likely the other is to cooperate'),
    timing: z
      .enum(['turns', 'together'])
      .optional()
      .meta({ default: leftOut.timing })
      .describe('When the two choose: one after the other (turns), or at the same time (together)'),
    told: z
      .enum(['first-move', 'nothing', 'already-chosen'])
      .optional()
      .meta({ default: leftOut.told })
      .describe(
        'What the second mover knows before choosing: the first move, nothing, or that the other has already chosen and not what',
      ),
    steps: z
      .union([z.literal(2), z.literal(3)], {
        error: 'Steps are 2 (cooperate or defect) or 3 (send all, half or nothing)',
      })
      .optional()
      .meta({ default: leftOut.steps })
      .describe('How many levels of cooperation there are: two, or three, the one in between being half way'),
  })
  .superRefine(falling(['T', 'R', 'P', 'S']))
  .superRefine((set, context) => {
    const refuse = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', path, message });
    const { timing = 'turns', told = 'first-move', steps = 2, beliefs } = set;
    const simultaneous = timing === 'together' || told !== 'first-move';
    if (timing === 'together' && told !== 'first-move')
      refuse(
        `With timing=together nobody is second, so told=${told} is told to nobody; take timing=turns, or leave told out`,
      );
    else if (simultaneous && steps === 3)
      refuse(
        `With steps=3 the second mover knows the first move; take steps=2 for ${timing === 'together' ? 'timing=together' : `told=${told}`}, or leave that out`,
      );
    if (typeof beliefs === 'string') return;
    const [length, numbers] = simultaneous
      ? [1, SIMULTANEOUS_NUMBERS]
      : steps === 3
        ? [8, THREE_STEPS_NUMBERS]
        : [3, IN_TURNS_NUMBERS];
    const above = steps === 3 && beliefs.some((number, at) => at % 2 === 1 && number + beliefs[at - 1]! > 1 + 1e-9);
    if (beliefs.length !== length || above) refuse(`${beliefsAre(numbers)}; got ${beliefs.join(',')}`, 'beliefs');
  })
  .overwrite(({ timing = leftOut.timing, told = leftOut.told, steps = leftOut.steps, ...set }) => ({
    ...set,
    ...(timing === leftOut.timing ? {} : { timing }),
    ...(told === leftOut.told ? {} : { told }),
    ...(steps === leftOut.steps ? {} : { steps }),
  }));

export type Config = z.infer<typeof config>;
export type Payoffs = Pick<Config, 'T' | 'R' | 'P' | 'S'>;

/** The six protocols of van Leeuwen & Alger (JPE Micro 2(4), 2024), as a replication that credits them reports them; not checked against the original. */
export const protocols: readonly (Preset<Config> & { readonly config: Payoffs })[] = [
  preset('gentle', 'spd-5', [80, 75, 30, 20]),
  preset('mild', 'spd-6', [90, 75, 30, 10]),
  preset('moderate', 'spd-3', [80, 65, 25, 20]),
  preset('sharp', 'spd-4', [90, 65, 25, 10]),
  preset('severe', 'spd-2', [90, 55, 20, 10]),
  preset('turns', 'spd-1', [90, 45, 15, 10], '; taking turns pays most'),
];

/** The payoffs of published experiments, as data/reference holds what people did in them. */
export const experiments: readonly (Preset<Config> & { readonly config: Payoffs })[] = [
  {
    name: 'disjunction',
    sentence:
      'disjunction: Shafir & Tversky 1992: both cooperate 75 each; cheat a cooperator 85; be cheated 25; both defect 30. Told what the other did, or (told=nothing) not.',
    config: { T: 85, R: 75, P: 30, S: 25 },
  },
  {
    name: 'trento',
    sentence:
      'trento: Andreozzi et al. 2020: of 100 points all, half or nothing is sent, and tripled; everybody says what to send first and how to answer each amount, and what is expected is asked.',
    config: { T: 400, R: 300, P: 100, S: 0, steps: 3, method: 'strategy', roles: 'drawn', askBeliefs: true },
  },
  {
    name: 'pool',
    sentence:
      'pool: Heffner & FeldmanHall 2022, all or nothing given: both cooperate 150 each; cheat a cooperator 175; be cheated 75; both defect 100.',
    config: { T: 175, R: 150, P: 100, S: 75 },
  },
];

export const presets: readonly Preset<Config>[] = [
  ...protocols,
  ...experiments,
  {
    name: 'lesson',
    sentence:
      'lesson: gentle payoffs, and everybody says beforehand what to do first and how to answer either move; what is expected is asked: a class fills every row.',
    config: { T: 80, R: 75, P: 30, S: 20, roles: 'drawn', method: 'strategy', askBeliefs: true },
    lesson: true,
  },
];

function preset(name: string, code: string, [T, R, P, S]: readonly [number, number, number, number], more = '') {
  const sentence = `${name}: both cooperate ${R} each; cheat a cooperator ${T}; be cheated ${S}; both defect ${P}${more} (${code}).`;
  return { name, code, sentence, config: { T, R, P, S } };
}

/** The plain name of a set of payoffs, where it has one; of three steps it is another. */
export const presetName = ({ T, R, P, S, steps }: Payoffs & Pick<Config, 'steps'>): string | null =>
  [...protocols, ...experiments].find(
    ({ config: c }) =>
      c.T === T && c.R === R && c.P === P && c.S === S && ('steps' in c ? c.steps : undefined) === steps,
  )?.name ?? null;

const FIXED: Readonly<Record<string, Belief>> = {
  uniform: { kind: 'uniform' },
  'like-minded': { kind: 'like-minded' },
  observed: { kind: 'observed' },
};
const given = memo((numbers: readonly number[]): Belief => ({ kind: 'given', numbers }));

/** The belief that the config prescribes; null for auto and known: a disclosed solved opponent's plan, else uniform. */
export const beliefOf = ({ beliefs }: Config): Belief | null =>
  typeof beliefs === 'string' ? (FIXED[beliefs] ?? null) : given(beliefs);

/** Whether the options are called A and B. */
export const isNeutral = ({ neutral, labels }: Config): boolean => neutral || labels === 'neutral';
