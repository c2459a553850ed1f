/** The settings that games of two moves share, as parts of a schema; payoffs are each game's own. */
import { z } from 'zod';
import type { Belief } from '../core/game.ts';
import { memo } from '../core/memo.ts';

/** What rules, theory and screens of a game of two moves read of its settings. */
export type SequentialConfig = {
  readonly method: 'direct' | 'strategy';
  readonly roles: 'fixed' | 'drawn' | 'alternating';
  readonly labels: 'named' | 'neutral';
  readonly neutral: boolean;
  readonly order: 'fixed' | 'drawn';
  readonly beliefs: 'auto' | 'uniform' | 'like-minded' | 'observed' | 'known' | readonly number[];
  readonly askBeliefs: boolean;
  /** Left out: one round. */
  readonly rounds?: number;
  readonly ending?: 'finite' | 'indefinite';
  readonly delta?: number;
};

/** What is said where beliefs cannot be read; `numbers`: what two probabilities are of. */
export const beliefsRefused = (kinds: string, numbers: string, such: string): string =>
  `Beliefs are ${kinds}, or two probabilities from 0 to 1 ${numbers}, such as ${such}`;

/** Two probabilities: of the first move that stands first, and of the answer that stands first. */
export const twoNumbers = (refused: string) =>
  z.array(z.number().min(0, { error: refused }).max(1, { error: refused })).length(2, { error: refused });

export const methodSetting = z
  .enum(['direct', 'strategy'])
  .default('direct')
  .describe(
    'How the second mover answers: after seeing the first move (direct), or beforehand, should it come to that (strategy)',
  );

export const wordSettings = {
  labels: z
    .enum(['named', 'neutral'])
    .default('named')
    .describe(
      'What the options are called: by their names, or by letters; neutral=true also hides who the opponent is',
    ),
  neutral: z
    .boolean()
    .default(false)
    .describe(
      'Neutral words: the options are called by letters, and the opponent is named to nobody (neither is what it wants told to agents); one switch for studies',
    ),
  order: z
    .enum(['fixed', 'drawn'])
    .default('fixed')
    .describe('Order of two options: always the same, or drawn for each player and match'),
};

/** Refuses payoffs that do not fall in this order, with the numbers that break it: for `superRefine`. */
export const falling =
  <Name extends string>(names: readonly Name[]) =>
  (set: Readonly<Record<Name, number>>, context: z.core.$RefinementCtx): void => {
    const broken = names.slice(1).flatMap((low, i) => {
      const high = names[i]!;
      return set[high] > set[low] ? [] : [`${high} = ${set[high]} is not above ${low} = ${set[low]}`];
    });
    if (broken.length === 0) return;
    context.addIssue({
      code: 'custom',
      path: [],
      message: `Payoffs must fall ${names.join(' > ')}, but ${broken.join(' and ')}; change one of them`,
    });
  };

/** How many rounds there are, and how they end. */
export const lengthOf = ({ rounds = 1, ending = 'finite', delta = 0 }: SequentialConfig) => ({ rounds, ending, delta });

const PRESCRIBED: Readonly<Record<string, Belief>> = {
  uniform: { kind: 'uniform' },
  'like-minded': { kind: 'like-minded' },
  observed: { kind: 'observed' },
};
const given = memo((numbers: readonly number[]): Belief => ({ kind: 'given', numbers }));

/** The belief that the settings prescribe; null for auto and known: a disclosed solved opponent's plan, else uniform. */
export const prescribedBelief = ({ beliefs }: SequentialConfig): Belief | null =>
  typeof beliefs === 'string' ? (PRESCRIBED[beliefs] ?? null) : given(beliefs);

/** Whether options are called by letters. */
export const isNeutral = ({ neutral, labels }: SequentialConfig): boolean => neutral || labels === 'neutral';

/**
 * Wherever a full plan is asked for, what is expected of the other is asked too, unless that was set: choices alone
 * cannot tell a preference from a belief.
 */
export const impliedBeliefs = ({
  method,
  roles,
  rounds = 1,
  ending = 'finite',
}: Readonly<Record<string, unknown>>): { readonly askBeliefs?: true } =>
  method === 'strategy' && roles === 'drawn' && rounds === 1 && ending === 'finite' ? { askBeliefs: true } : {};
