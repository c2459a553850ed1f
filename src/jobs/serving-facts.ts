/** What a tuned model costs when it is asked, by provider, in a few words: whether cards are rented, and until when. */
import type { Tuner } from '../tune/run-folder.ts';

/** Of OpenAI and Tinker by the token; of the others see each file's own documentation of its deployments. */
export const SERVING: Readonly<Record<Tuner, string>> = {
  openai: 'by the token of each question and answer; nothing is rented',
  azure:
    'from its deployment on, asked or not, until it is ended with "tune end"; Azure takes away what nobody asked for 15 days',
  together:
    'while its endpoint runs, asked or not, by the minute, until it is ended with "tune end"; it is told to stop where nobody asks for half an hour, and whether it does is what the deployment says',
  fireworks: 'while its deployment is awake; it sleeps when nobody has asked for a while, and ends with "tune end"',
  tinker: 'by the token of each question and answer; nothing is rented',
};
