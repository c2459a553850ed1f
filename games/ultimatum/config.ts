/** The settings of the mini ultimatum game, and the published sets of payoffs. */
import { z } from 'zod';
import type { Preset } from '../../src/core/game.ts';
import { beliefsRefused, falling, methodSetting, twoNumbers, wordSettings } from '../../src/sequential/settings.ts';

/** Of one round nothing is learned: beliefs are not observed. */
const KINDS = ['auto', 'uniform', 'like-minded', 'known'] as const;
const refused = beliefsRefused(
  KINDS.join(', '),
  'that the other proposes the equal split first, and accepts the unequal one',
  '0.5,0.8',
);

export const config = z
  .strictObject({
    T: z.number().default(80).describe("Proposer's share of the unequal split: points where it is accepted"),
    E: z.number().default(50).describe('Points for each of the equal split'),
    S: z.number().default(20).describe("Responder's share of the unequal split: points where it is accepted"),
    N: z.number().default(10).describe('Points for each after a rejection'),
    method: methodSetting,
    roles: z
      .enum(['fixed', 'drawn'])
      .default('fixed')
      .describe('Who proposes: seat 1 always, or by the toss of a coin'),
    ...wordSettings,
    beliefs: z
      .union([z.enum(KINDS), twoNumbers(refused)], { error: refused })
      .default('auto')
      .describe(
        "What solved agents expect of the other; auto and known: a disclosed solved opponent's plan, else uniform; two numbers: how likely it proposes the equal split, and accepts the unequal one",
      ),
    askBeliefs: z
      .boolean()
      .default(false)
      .describe(
        'Beliefs are asked: before the choices, how likely the other is to propose the equal split and to accept',
      ),
  })
  .superRefine(falling(['T', 'E', 'S', 'N']));

export type Config = z.infer<typeof config>;
export type Payoffs = Pick<Config, 'T' | 'E' | 'S' | 'N'>;

/** The six games of van Leeuwen & Alger (JPE Micro 2(4), 2024), as a replication that credits them reports them; not checked against the original. */
export const protocols: readonly (Preset<Config> & { readonly config: Payoffs })[] = [
  preset('ug-5', 80),
  preset('ug-1', 60),
  preset('ug-2', 65),
  preset('ug-3', 70),
  preset('ug-4', 75),
  preset('ug-6', 85),
];

export const presets: readonly Preset<Config>[] = [
  ...protocols,
  {
    name: 'lesson',
    sentence:
      'lesson: 80-20, and everybody says beforehand what to propose and how to answer; what is expected is asked: a class fills every row.',
    config: { T: 80, E: 50, S: 20, N: 10, roles: 'drawn', method: 'strategy', askBeliefs: true },
    lesson: true,
  },
];

function preset(code: string, T: number) {
  const [S, E, N] = [100 - T, 50, 10];
  const name = `${T}-${S}`;
  const sentence = `${name}: the equal split ${E} each; the unequal split ${T} for the proposer, ${S} for the responder; rejected ${N} each (${code}).`;
  return { name, code, sentence, config: { T, E, S, N } };
}

/** The plain name of a set of payoffs, where it has one. */
export const presetName = ({ T, E, S, N }: Payoffs): string | null =>
  protocols.find(({ config: c }) => c.T === T && c.E === E && c.S === S && c.N === N)?.name ?? null;
