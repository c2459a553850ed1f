/**
 * `POST /systemone`: a state, and questions by name; an answer has a probability for each of its labels. As transformers
 * 5.24 serves it (src/transformers/cli/serving), and SGLang, vLLM, llama.cpp, Ollama and LocalAI after it. A body with
 * anything else in it is refused there (422), so that no setting is sent.
 */
import { fieldsOf } from '../completion.ts';
import { stateOf } from './letters.ts';
import type { DecisionProtocol } from './protocol.ts';
import { readProbabilities, readAnswers, shortened, unusable } from './reading.ts';

/** What the one question of a request is called. */
const QUESTION = 'choice';

/** Names that an object does not keep in the order in which they were written, or does not keep at all. */
const MOVES = /^(?:0|[1-9]\d*|__proto__)$/;

/**
 * Labels as keys of an object, in their order. JavaScript puts keys that are whole numbers first, ascending: where one label
 * is such a number, all of them are sent in quotation marks, which stay in their place and are what a model reads too.
 */
export const keysOf = (labels: readonly string[]): readonly string[] =>
  labels.some((label) => MOVES.test(label)) ? labels.map((label) => `"${label}"`) : labels;

export const systemone: DecisionProtocol = {
  name: 'systemone',
  path: '/systemone',
  mostOptions: 26,
  settings: () => ({}),
  body: (model, { messages, instruction, options }) => ({
    model,
    state: stateOf(messages),
    questions: {
      [QUESTION]: {
        type: 'choice',
        instructions: instruction,
        criteria: Object.fromEntries(keysOf(options.map(({ label }) => label)).map((key) => [key, null])),
      },
    },
  }),
  read: (http, { options }) =>
    readAnswers(http, (answers, told) => {
      const answer = fieldsOf(fieldsOf(answers)?.[QUESTION]);
      if (answer === null) return unusable(told, 'the answer has nothing for this question');
      if (answer['type'] === 'refusal') return { kind: 'refused', text: shortened(refusalText(answer)), told };
      const probabilities = fieldsOf(answer['probabilities']);
      if (probabilities === null) return unusable(told, 'the answer has no probabilities');
      const shown = options.map(({ label }) => label);
      const listed = Object.entries(probabilities).map(([label, probability]) => ({ label, probability }));
      return readProbabilities(listed, keysOf(shown), shown, told);
    }),
};

/** What a refusal says; the protocols give it no words. */
export const refusalText = (answer: Readonly<Record<string, unknown>>): string => {
  const said = ['refusal', 'reason', 'message'].map((name) => answer[name]).find((one) => typeof one === 'string');
  return typeof said === 'string' && said.trim() !== '' ? said : 'it refused this question';
};
