/** The words of a form: what the game says, with what that form says otherwise in its place. */
import { memo } from '../../src/core/memo.ts';
import type { Config } from './config.ts';
import { formOf, IN_THREE_STEPS, type Node, SIMULTANEOUS } from './form.ts';
import { percent } from './format.ts';
import { conditional, never } from './plans.ts';
import type { Words } from './words.ts';

/**
 * Chances of each node of a form as slots of its words: "80"; of three steps those of all and of half, "50 / 30". A missing
 * number: each choice alike.
 */
export function chancesByNode(config: Config, numbers: readonly number[]): Readonly<Record<string, string>> {
  const { nodes, choices } = formOf(config);
  const stated = choices.length - 1;
  return Object.fromEntries(
    nodes.map((node, place) => [
      SLOTS[node],
      Array.from({ length: stated }, (_, at) => percent(numbers[place * stated + at] ?? 1 / choices.length)).join(
        ' / ',
      ),
    ]),
  );
}
const SLOTS: Readonly<Record<Node, string>> = {
  first: 'first',
  after_C: 'afterC',
  after_H: 'afterH',
  after_D: 'afterD',
  choice: 'choice',
};

export const formWordsIn = memo((words: Words) => {
  const { simultaneous, threeSteps } = words.forms;
  const overOf = (config: Config) => {
    const form = formOf(config);
    return form === SIMULTANEOUS ? simultaneous : form === IN_THREE_STEPS ? threeSteps : null;
  };

  const saidIn = memo((config: Config) => {
    const over = overOf(config);
    const { beliefs } = words.weigh;
    const { table, believe, who } = words.debrief;
    return {
      because: { ...words.because, ...over?.because },
      belief: { ...words.belief, ...over?.belief },
      weigh: { ...words.weigh, ...over?.weigh, beliefs: { ...beliefs, ...over?.weighBeliefs } },
      debrief: {
        ...words.debrief,
        ...over?.debrief,
        believe: { ...believe, ...over?.believe },
        table: { ...table, own: { ...table.own, ...over?.table } },
        who: { ...who, ...(over === threeSteps ? { baseline: threeSteps.who } : {}) },
      },
      theory: { ...words.theory, ...over?.theory },
    };
  });

  /** What every node is called. */
  const nodes = {
    at: { ...words.weigh.at, after_H: threeSteps.at, choice: simultaneous.at },
    where: { ...words.debrief.where, after_H: threeSteps.where, choice: simultaneous.where },
    column: { ...words.debrief.columns, after_H: threeSteps.column, choice: simultaneous.column },
  } satisfies Record<string, Readonly<Record<Node, string>>>;

  /** A template about CCD and DDD, for a form in which the plans of that kind have other letters. */
  const lettered = (config: Config, template: string, kind = conditional(config)): string =>
    template.replaceAll('CCD', kind).replaceAll('DDD', never(config));

  return { saidIn, nodes, lettered };
});
