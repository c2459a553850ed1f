/**
 * `POST /decisions` of OpenAI: messages, and a list of questions; an answer lists a probability for each value, and a
 * question may be refused by itself. As the package openai 7.55 types it (resources/decisions.d.ts), which asks for 2 to
 * 255 choices and takes no setting of how an answer is drawn.
 */
import type { DecisionProtocol } from './protocol.ts';
import { fieldsAmong, readProbabilities, readAnswers, shortened, unusable } from './reading.ts';
import { refusalText } from './systemone.ts';

/** The settings that this interface has beside what is asked. */
const TAKEN = ['prompt_cache_key', 'prompt_cache_options', 'safety_identifier'];

const taken: DecisionProtocol['settings'] = (typed) =>
  Object.fromEntries(Object.entries(typed).filter(([name]) => TAKEN.includes(name)));

export const decisions: DecisionProtocol = {
  name: 'decisions',
  path: '/decisions',
  mostOptions: 255,
  settings: taken,
  body: (model, { messages, instruction, options }, settings) => ({
    ...taken(settings),
    model,
    input: messages,
    questions: [{ type: 'choice', instructions: instruction, choices: options.map(({ label }) => ({ value: label })) }],
  }),
  read: (http, { options }) =>
    readAnswers(http, (answers, told) => {
      const [answer] = fieldsAmong(answers);
      if (answer === undefined) return unusable(told, 'the answer has nothing for this question');
      if (answer['type'] === 'refusal') return { kind: 'refused', text: shortened(refusalText(answer)), told };
      if (!Array.isArray(answer['probabilities'])) return unusable(told, 'the answer has no probabilities');
      const labels = options.map(({ label }) => label);
      const listed = fieldsAmong(answer['probabilities']).map(({ value, probability }) => ({
        label: typeof value === 'string' ? value : `${JSON.stringify(value) ?? 'nothing'} that is no text`,
        probability,
      }));
      return readProbabilities(listed, labels, labels, told);
    }),
};
