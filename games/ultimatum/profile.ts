/**
 * What a profile asks: the six published games, the control. Moralis with κ below 1 proposes and answers as economicus does,
 * so nothing here tells the two apart; who does otherwise minds something else: fairness, or a belief.
 */
import { eachAnswer, type ProfileAnswer, type ProfileSpec } from '../../src/core/profile-spec.ts';
import { profileOf } from '../../src/sequential/profile.ts';
import { type Config, protocols } from './config.ts';
import { form } from './form.ts';

const CONTROL = 'the control: moralis with κ below 1 plays as economicus does';

const at = (node: string) => (answers: readonly ProfileAnswer[]) =>
  eachAnswer(answers.filter(({ key }) => key === node));

const asked: ProfileSpec<Config> = profileOf<Config>({
  ...{ form, task: 'ultimatum', each: 'ultimatum', place: 5, presets: protocols.map(({ name }) => name) },
  settings: (askBeliefs) => ({ method: 'strategy', roles: 'drawn', order: 'drawn', askBeliefs }),
  counted: {
    first: { letter: 'E', node: 'proposal', does: 'proposes the equal split', not: 'proposes the unequal split' },
    after_U: { letter: 'A', node: 'unequal split', does: 'accepts', not: 'rejects' },
  },
  rows: [
    {
      id: 'accepts unequal splits',
      says: 'accepts unequal splits as both agents of theory do: all of them',
      ...{ reportedOf: 'nobody', source: 'ours', unit: 'rate' },
      contrast: 'unequal splits that are accepted, less those of economicus and moralis: within ±15 points',
      note: CONTROL,
      test: { is: 'equal', of: { draws: at('after_U'), lessTheory: 'economicus' }, margin: 0.15 },
    },
    {
      id: 'proposes equal splits',
      says: 'proposes equal splits as both agents of theory do, expecting 50 : 50: no other',
      ...{ reportedOf: 'nobody', source: 'ours', unit: 'rate' },
      contrast: 'equal splits that are proposed, less those of economicus and moralis: within ±15 points',
      note: `${CONTROL}; who expects to be accepted may propose otherwise`,
      test: { is: 'equal', of: { draws: at('first'), lessTheory: 'economicus' }, margin: 0.15 },
    },
  ],
});

export const profile: ProfileSpec<Config> = { ...asked, people: [{ measure: 'accepts', key: 'after_U' }] };
