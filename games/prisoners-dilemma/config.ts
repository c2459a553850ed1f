/** The settings of the sequential prisoner's dilemma, and the published sets of payoffs. */
import { z } from 'zod';
import type { Belief, Preset } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { falling, roundSettings } from '../../src/sequential/settings.ts';

const beliefSentence =
  'Beliefs are auto, uniform, like-minded, observed, known, or three probabilities from 0 to 1 that the other cooperates first, after C and after D, such as 0.5,0.8,0.2';

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
        'How the second mover answers: after seeing the first move (direct), or beforehand to either move (strategy)',
      ),
    roles: z
      .enum(['fixed', 'drawn', 'alternating'])
      .default('fixed')
      .describe('Who moves first: seat 1 always, by the toss of a coin anew each round, or seat 1 in odd rounds'),
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
            .length(3, { error: beliefSentence }),
        ],
        { error: beliefSentence },
      )
      .default('auto')
      .describe(
        "What solved agents expect of the other; auto and known: a disclosed solved opponent's plan, else uniform; three numbers: how likely it cooperates first, after C and after D",
      ),
    askBeliefs: z
      .boolean()
      .default(false)
      .describe('Beliefs are asked: before the choices of a round, how likely the other is to cooperate'),
  })
  .superRefine(falling(['T', 'R', 'P', 'S']));

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

export const presets: readonly Preset<Config>[] = [
  ...protocols,
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

/** The plain name of a set of payoffs, where it has one. */
export function presetName({ T, R, P, S }: Payoffs): string | null {
  return protocols.find(({ config: c }) => c.T === T && c.R === R && c.P === P && c.S === S)?.name ?? null;
}

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
