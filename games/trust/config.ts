/** The settings of the mini trust game, and the published sets of payoffs. */
import { z } from 'zod';
import { roundSettings } from '../../src/core/rounds.ts';
import type { Preset } from '../../src/core/game.ts';
import { beliefsRefused, falling, methodSetting, twoNumbers, wordSettings } from '../../src/sequential/settings.ts';

const KINDS = ['auto', 'uniform', 'like-minded', 'observed', 'known'] as const;
const refused = beliefsRefused(KINDS.join(', '), 'that the other trusts first, and shares after trust', '0.5,0.8');

export const config = z
  .strictObject({
    T: z.number().default(80).describe('Temptation: points of the second mover for keeping after trust'),
    R: z.number().default(70).describe('Reward: points for each after trust and sharing'),
    P: z.number().default(30).describe('Points for each if the first mover stays out'),
    S: z.number().default(20).describe("Sucker's payoff: points of a first mover who trusted one that keeps"),
    method: methodSetting,
    roles: z
      .enum(['fixed', 'drawn', 'alternating'])
      .default('fixed')
      .describe('Who moves first: seat 1 always, by the toss of a coin anew each round, or seat 1 in odd rounds'),
    ...roundSettings,
    ...wordSettings,
    beliefs: z
      .union([z.enum(KINDS), twoNumbers(refused)], { error: refused })
      .default('auto')
      .describe(
        "What solved agents expect of the other; auto and known: a disclosed solved opponent's plan, else uniform; two numbers: how likely it trusts first, and shares after trust",
      ),
    askBeliefs: z
      .boolean()
      .default(false)
      .describe('Beliefs are asked: before the choices of a round, how likely the other is to trust and to share'),
  })
  .superRefine(falling(['T', 'R', 'P', 'S']));

export type Config = z.infer<typeof config>;
export type Payoffs = Pick<Config, 'T' | 'R' | 'P' | 'S'>;

/** The six games of van Leeuwen & Alger (JPE Micro 2(4), 2024), as a replication that credits them reports them; not checked against the original. */
export const protocols: readonly (Preset<Config> & { readonly config: Payoffs })[] = [
  preset('high', 'tg-5', [80, 70, 30, 20]),
  preset('high-risky', 'tg-6', [90, 70, 30, 10]),
  preset('medium', 'tg-3', [80, 60, 30, 20]),
  preset('medium-risky', 'tg-4', [90, 60, 30, 10]),
  preset('low', 'tg-1', [80, 50, 30, 20], '; sharing divides what keeping gives both'),
  preset('low-risky', 'tg-2', [90, 50, 30, 10], '; sharing divides what keeping gives both'),
];

export const presets: readonly Preset<Config>[] = [
  ...protocols,
  {
    name: 'lesson',
    sentence:
      'lesson: high payoffs, and everybody says beforehand what to do first and how to answer trust; what is expected is asked: a class fills every row.',
    config: { T: 80, R: 70, P: 30, S: 20, roles: 'drawn', method: 'strategy', askBeliefs: true },
    lesson: true,
  },
];

function preset(name: string, code: string, [T, R, P, S]: readonly [number, number, number, number], more = '') {
  const sentence = `${name}: trust and sharing ${R} each; trust that is kept ${S} and ${T}; staying out ${P} each${more} (${code}).`;
  return { name, code, sentence, config: { T, R, P, S } };
}

/** The plain name of a set of payoffs, where it has one. */
export const presetName = ({ T, R, P, S }: Payoffs): string | null =>
  protocols.find(({ config: c }) => c.T === T && c.R === R && c.P === P && c.S === S)?.name ?? null;
