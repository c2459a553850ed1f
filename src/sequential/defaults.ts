/** What games of two moves say alike around their own settings: sources, and a line of the set-up table. */
import type { SetupLine } from '../core/game.ts';

/** Where payoffs, utility, methods and stand-in come from; `games` says how many payoffs, and what else a game cites. */
export const sourcesWith = (games: string, ...more: readonly string[]): readonly string[] => [
  `van Leeuwen & Alger, Estimating Social Preferences and Kantian Morality in Strategic Interactions, JPE Microeconomics 2(4), 2024 (${games}, as a replication that credits them reports them; not checked against the original)`,
  'Alger & Weibull, Homo moralis, Econometrica 81(6), 2013 (the utility)',
  'Lu, Dhanda, Chen & Hansen, Aligning Large Language Model Agents with Rational and Moral Preferences, arXiv 2507.20796 (the comparison)',
  'Brandts & Charness, The strategy versus the direct-response method, Experimental Economics 14, 2011 (the setting "method")',
  'Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand (equal weights of the baseline stand-in)',
  ...more,
];

/** Named or neutral words, as a line of the set-up table; `named`: two of the labels. */
export const wordsLine = (named: string, letters: string): SetupLine<{ readonly neutral: boolean }> => ({
  label: 'Words',
  options: [
    { label: named, sentence: 'Options and opponent are called what they are.', config: { neutral: false } },
    {
      label: 'neutral',
      sentence: `The options are ${letters}, the opponent is "the other player": as studies do.`,
      config: { neutral: true },
    },
  ],
});
