/** A form with the words and the names of one game: what everything that says something is made from. */
import { fill } from '../core/template.ts';
import { type Form, nodesOf } from './form.ts';
import { isNeutral, type SequentialConfig } from './settings.ts';
import type { OptionWords, SequentialWords } from './words.ts';

/** Members are methods on purpose: every game's is assignable without a cast. */
export interface SpokenForm<Config> {
  readonly form: Form<Config>;
  readonly words: SequentialWords;
  /** The payoffs by the names of their settings, in the order in which they fall. */
  payoffs(config: Config): Readonly<Record<string, number>>;
  /** The plain name of these payoffs, where they have one. */
  presetName(config: Config): string | null;
}

/** What a move or an answer is called in these settings; a letter without words is a fault of the game. */
export function optionIn(
  { words }: Pick<SpokenForm<never>, 'words'>,
  config: SequentialConfig,
  letter: string,
): OptionWords {
  const option = words.labels[isNeutral(config) ? 'neutral' : 'named'][letter];
  if (option === undefined) throw new Error(`${words.title}: nothing is said of "${letter}"`);
  return option;
}

/** Every letter with its label: what slots of a game's rules are filled with. */
export const labelsIn = (spoken: SpokenForm<never>, config: SequentialConfig): Readonly<Record<string, string>> =>
  Object.fromEntries(
    nodesOf(spoken.form).flatMap(({ options }) =>
      options.map((letter) => [letter, optionIn(spoken, config, letter).label]),
    ),
  );

/** "T is trust, O is stay out, S is share, K is keep". */
export const lettersText = (spoken: SpokenForm<never>, config: SequentialConfig): string =>
  Object.entries(labelsIn(spoken, config))
    .map(([letter, label]) => fill(spoken.words.because.letter, { letter, label }))
    .join(', ');

/** How far payoffs reach, in points: by it numbers get their decimals. */
export function spanOf<Config>({ payoffs }: SpokenForm<Config>, config: Config): number {
  const values = Object.values(payoffs(config));
  return Math.max(...values) - Math.min(...values);
}
