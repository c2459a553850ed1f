/**
 * `POST /systemone`: a state, and questions by name; an answer has a probability for each of its labels. As transformers
 * 5.24 serves it (src/transformers/cli/serving), and SGLang, vLLM, llama.cpp, Ollama and LocalAI after it. A body with
 * anything else in it is refused there (422), so that no setting is sent.
 */
import { fieldsOf } from '../server-error.ts';
import { keysOf, stateOf } from './letters.ts';
import type { DecisionProtocol } from './protocol.ts';
import { readProbabilities, readAnswers, shortened, unusable } from './reading.ts';

/** What the one question of a request is called. */
const QUESTION = 'choice';

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
