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

/** Rules, history and preference as one text. */
export const stateOf = (messages: readonly Message[]): string => messages.map(({ content }) => content).join('\n\n');

/** The whole question as one text. */
export function letteredQuestion({ messages, instruction, options }: DecisionQuestion): string {
  const letters = lettersOf(options);
  return [
    `${stateOf(messages)}\n`,
    instruction,
    ...options.map(({ label }, i) => `${letters[i]!}. ${label}`),
    `Answer with the letter of the option that fits best (${letters[0]!} to ${letters.at(-1)!}) only.`,
  ].join('\n');
}
