/** Where nothing is estimated, and why: economics does not allow it, or the data are too few. */
import { fill } from '../../core/template.ts';
import { words } from './words.en.ts';

/** Why nothing is estimated, a key of `words.refused`. */
export type Reason = keyof typeof words.refused;

/** The reason by name, and as a sentence that says what to do. */
export type Refusal = { readonly refused: { readonly reason: Reason; readonly sentence: string } };

/** A refusal with its sentence; `slots` are what the sentence leaves open, by name. */
export const refuse = (reason: Reason, slots: Readonly<Record<string, string | number>> = {}): Refusal => ({
  refused: { reason, sentence: fill(words.refused[reason], slots) },
});

/** Whether a result is a refusal, instead of what was asked for. */
export const isRefusal = (result: object): result is Refusal => 'refused' in result;
