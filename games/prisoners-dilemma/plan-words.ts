/** Plans in words, for whoever has not learned their letters: "cooperate first, answer in kind". */
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { at } from './plans.ts';
import { questionsIn } from './questions.ts';
import type { Choice } from './rules.ts';
import type { Words } from './words.ts';

export const planWordsIn = memo((words: Words) => {
  const { labelsOf } = questionsIn(words);
  const said = words.debrief;

  const nouns = (config: Config) => ({ C: labelsOf(config).C.noun, D: labelsOf(config).D.noun });

  /** Something to do: "always defect", "cooperate first, answer in kind". */
  function planDo(config: Config, plan: string): string {
    const first = at(plan, 'first');
    const [afterC, afterD] = [at(plan, 'after_C'), at(plan, 'after_D')];
    const { do: act } = labelsOf(config)[first];
    if (afterC === first && afterD === first) return fill(said.plans.always, { do: act });
    const answers = fill(said.plans.answers[`${afterC}${afterD}`], nouns(config));
    return fill(said.plans.first, { do: act, answers });
  }

  /** What somebody does who answers C and D so: "answers in kind". */
  const answering = (config: Config, afterC: Choice, afterD: Choice): string =>
    fill(said.answering[`${afterC}${afterD}`], nouns(config));

  return { planDo, answering, nouns };
});
