/** The rounds of a match: how many, as settings and as a line of the set-up table, and which one it is, in words. */
import { z } from 'zod';
import type { Heading, SetupLine } from './game.ts';
import { fill } from './template.ts';

export const roundSettings = {
  rounds: z.number().int().min(1).max(200).default(1).describe('Number of rounds, when the ending is finite'),
  ending: z
    .enum(['finite', 'indefinite'])
    .default('finite')
    .describe(
      'How a match ends: after an announced number of rounds, or after every round another follows with probability delta (drawn in advance from the seed)',
    ),
  delta: z
    .number()
    .min(0)
    .max(0.99)
    .default(0.75)
    .describe('Chance of another round, when the ending is indefinite; players are told it'),
};

/** Whether there is, or may be, more than one round; a setting that is left out is as usual: one round. */
export const manyRounds = ({
  rounds = 1,
  ending = 'finite',
}: {
  readonly rounds?: number;
  readonly ending?: 'finite' | 'indefinite';
}): boolean => ending === 'indefinite' || rounds > 1;

/** How many rounds, as a line of the set-up table. */
export const roundsLine: SetupLine<{ readonly ending: 'finite' | 'indefinite'; readonly rounds: number }> = {
  label: 'Rounds',
  options: [
    { label: '1', sentence: 'One round.', config: { ending: 'finite', rounds: 1 } },
    { label: '5', sentence: 'Five rounds, announced.', config: { ending: 'finite', rounds: 5 } },
    { label: '10', sentence: 'Ten rounds, announced.', config: { ending: 'finite', rounds: 10 } },
    {
      label: 'open-ended',
      sentence: 'After every round another one follows with a chance of 75 % (setting delta).',
      config: { ending: 'indefinite' },
    },
  ],
};

/** "round 2 of 5", for a heading, with its short form; of an open end (`rounds` null) "round 2". */
export const roundWords = (
  words: { readonly open: string; readonly of: string; readonly short: string },
  round: number,
  rounds: number | null,
): Pick<Heading, 'where' | 'whereShort'> =>
  rounds === null
    ? { where: fill(words.open, { round }) }
    : { where: fill(words.of, { round, rounds }), whereShort: fill(words.short, { round, rounds }) };
