/** Plans in words, for whoever has not learned their letters: "cooperate first, answer in kind". */
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, isNeutral } from './config.ts';
import { at, type Choice, formOf } from './form.ts';
import { questionsIn } from './questions.ts';
import type { Words } from './words.ts';

export const planWordsIn = memo((words: Words) => {
  const { labelsOf } = questionsIn(words);
  const said = words.debrief;

  function nouns(config: Config) {
    const { C, H, D } = labelsOf(config);
    return { C: C.noun, H: H.noun, D: D.noun };
  }

  /** What is done, in a cell of a table: of three steps in one word. */
  /** Choices that are as good as each other in one cell: one, "either" or all three, or those that are. */
  function cells(config: Config, choices: readonly Choice[]): string {
    if (choices.length === formOf(config).choices.length)
      return config.steps === 3 ? words.forms.threeSteps.any : said.either;
    return choices.map((choice) => cell(config, choice)).join(', ');
  }

  function cell(config: Config, choice: Choice): string {
    const called = labelsOf(config)[choice];
    if (config.steps !== 3) return called.do;
    return isNeutral(config) ? called.label : words.forms.threeSteps.cells[choice];
  }

  /** What the letters of a plan stand for, of three steps in one word each. */
  const spelt = (config: Config, template: string): string => {
    const called = (choice: Choice) => (config.steps === 3 ? cell(config, choice) : labelsOf(config)[choice].label);
    return fill(template, { C: called('C'), H: called('H'), D: called('D') });
  };

  /** A plan in words where that is short; one of 81 by its letters. */
  const planBriefly = (config: Config, plan: string): string => (config.steps === 3 ? plan : planDo(config, plan));

  /** Something to do: "always defect", "cooperate first, answer in kind". */
  function planDo(config: Config, plan: string): string {
    const form = formOf(config);
    const [first = 'D', ...answers] = form.nodes.map((node) => at(form, plan, node));
    const { do: act } = labelsOf(config)[first];
    if (answers.length === 0) return act;
    if (answers.every((answer) => answer === first)) return fill(said.plans.always, { do: act });
    return fill(said.plans.first, {
      do: act,
      answers: answersText(config, answers, said.plans.answers, words.forms.threeSteps.answers),
    });
  }

  /** What somebody does who answers so, by move from C to D: "answers in kind". */
  const answering = (config: Config, answers: readonly Choice[]): string =>
    answersText(config, answers, said.answering, words.forms.threeSteps.answering);

  /** Of three answers those in kind, and always the same, have the words of two; the others are told one by one. */
  function answersText(
    config: Config,
    answers: readonly Choice[],
    pairs: Words['debrief']['plans']['answers'],
    told: { readonly each: string; readonly rest: string },
  ): string {
    const called = nouns(config);
    const [afterC = 'D', afterH = 'D', afterD = 'D'] = answers.length === 3 ? answers : [answers[0], 'H', answers[1]];
    if (answers.length === 3) {
      if (answers.every((answer) => answer === afterC)) return fill(pairs.CC, { C: called[afterC] });
      if (answers.join('') !== 'CHD')
        return fill(afterH === afterD ? told.rest : told.each, {
          ...called,
          afterC: called[afterC],
          afterH: called[afterH],
          afterD: called[afterD],
        });
    }
    return fill(pairs[afterC === 'C' ? (afterD === 'C' ? 'CC' : 'CD') : afterD === 'C' ? 'DC' : 'DD'], called);
  }

  return { cell, cells, spelt, planBriefly, planDo, answering, nouns };
});
