/** What a profile asks: the six published games. Under a 50 : 50 belief everybody trusts, so only sharing tells agents apart. */
import { eachAnswer, type ProfileAnswer, type ProfileSpec } from '../../src/core/profile-spec.ts';
import { profileOf } from '../../src/sequential/profile.ts';
import { type Config, protocols } from './config.ts';
import { form } from './form.ts';

const shares = (answers: readonly ProfileAnswer[]): readonly ProfileAnswer[] =>
  answers.filter(({ key }) => key === 'after_T');
/** Sharing divides there what keeping gives both: "what if everyone did the same" says nothing between them. */
const LOW = ['low', 'low-risky'];

export const profile: ProfileSpec<Config> = profileOf<Config>({
  ...{ form, task: 'trust', each: 'trust game', place: 4, presets: protocols.map(({ name }) => name) },
  settings: (askBeliefs) => ({ method: 'strategy', roles: 'drawn', order: 'drawn', askBeliefs }),
  counted: {
    first: { letter: 'T', node: 'first move', does: 'trusts', not: 'stays out' },
    after_T: { letter: 'S', node: 'after trust', does: 'shares', not: 'keeps' },
  },
  rows: [
    {
      id: 'shares after trust',
      says: 'shares trust more often than a coin would',
      ...{ reportedOf: 'nobody', source: 'ours', unit: 'rate' },
      contrast:
        'answers to trust that share, over the six games: above one half (theory: economicus 0 %, moralis 67 %, κ = 1 100 %)',
      test: { is: 'above', of: { draws: (answers) => eachAnswer(shares(answers)) }, line: 0.5 },
    },
    {
      id: 'shares where both gain',
      says: 'shares more often where sharing adds to what both have',
      ...{ reportedOf: 'nobody', source: 'ours', unit: 'rate' },
      contrast:
        'sharing in the four games with high or medium payoffs less that in both low ones: difference above 0 (theory: moralis 100, economicus 0)',
      test: {
        is: 'above',
        of: {
          draws: (answers) => eachAnswer(shares(answers).filter(({ where }) => !LOW.includes(where))),
          less: (answers) => eachAnswer(shares(answers).filter(({ where }) => LOW.includes(where))),
        },
      },
    },
  ],
});
