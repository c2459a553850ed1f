/**
 * A question as servers of typed decisions write it for a model: one message of the user's with the state, the question, the
 * options as letters and how to answer. transformers 5.24 writes it so (DecisionConfig.prepare_inputs), and the dialect
 * *first token* writes the same, so that the two read the same model at the same place.
 */
import type { Message } from '../http.ts';
import type { DecisionQuestion } from './protocol.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The letter of each option, in the order asked: A, B, C. At most 26 have one. */
export const lettersOf = (options: readonly unknown[]): readonly string[] => LETTERS.slice(0, options.length);

/** Names that an object does not keep in the order in which they were written, or does not keep at all. */
const MOVES = /^(?:0|[1-9]\d*|__proto__)$/;

/**
 * Labels as a model reads them, in their order. As keys of an object JavaScript puts whole numbers first, ascending: where one
 * label is such a number, all of them are put in quotation marks, which stay in their place. Every way of asking that writes
 * letters does so, since a model that was trained on the one is asked by the other.
 */
export const keysOf = (labels: readonly string[]): readonly string[] =>
  labels.some((label) => MOVES.test(label)) ? labels.map((label) => `"${label}"`) : labels;

/** The labels back from what a model read. */
export const labelsIn = (keys: readonly string[]): readonly string[] =>
  keys.every((key) => /^".*"$/s.test(key)) ? keys.map((key) => key.slice(1, -1)) : keys;

/** Rules, history and preference as one text. */
export const stateOf = (messages: readonly Message[]): string => messages.map(({ content }) => content).join('\n\n');

/** The whole question as one text. */
export function letteredQuestion({ messages, instruction, options }: DecisionQuestion): string {
  const letters = lettersOf(options);
  const labels = keysOf(options.map(({ label }) => label));
  return [
    `${stateOf(messages)}\n`,
    instruction,
    ...labels.map((label, i) => `${letters[i]!}. ${label}`),
    `Answer with the letter of the option that fits best (${letters[0]!} to ${letters.at(-1)!}) only.`,
  ].join('\n');
}
