/** Where nothing is estimated, and why. */
import { fill } from '../../core/template.ts';
import { words } from './words.en.ts';

export type Reason = keyof typeof words.refused;

/** The reason by name, and as a sentence that says what to do. */
export type Refused = { readonly refused: { readonly reason: Reason; readonly sentence: string } };

export const refuse = (reason: Reason, slots: Readonly<Record<string, string | number>> = {}): Refused => ({
  refused: { reason, sentence: fill(words.refused[reason], slots) },
});

export const isRefused = (result: object): result is Refused => 'refused' in result;

/** "a, b and c". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')}${words.and}${names.at(-1)}`;
