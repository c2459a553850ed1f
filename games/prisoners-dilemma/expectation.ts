/** What a belief says of the other, in words with its numbers: for a model that is told what to expect. */
import { chanceText } from '../../src/core/format.ts';
import type { Belief, Decision } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { chancesOf } from '../../src/core/theory.ts';
import { likelierText } from '../../src/sequential/likelier.ts';
import { held } from './belief.ts';
import type { Config } from './config.ts';
import { formOf, IN_THREE_STEPS, type Node, SIMULTANEOUS } from './form.ts';
import { plans } from './plans.ts';
import { movedAt, questionsIn } from './questions.ts';
import type { View } from './rules.ts';
import type { Words } from './words.ts';

export const expectationIn = memo((words: Words) => {
  const { labelsOf } = questionsIn(words);
  const said = words.expects;

  function expectation({ config, history, seat }: View, _: Decision, belief: Belief): string {
    const chances = chancesOf(plans(config), held(config, belief, history, seat));
    if (chances === null) return said.likeMinded;
    const form = formOf(config);
    const { C, D } = labelsOf(config);
    if (form === IN_THREE_STEPS)
      return form.nodes
        .map((node, i) => inSteps(config, node, chances[2 * i]!, chances[2 * i + 1]!))
        .join(said.between);
    const [first = '', afterC = '', afterD = ''] = chances.map((chance) =>
      likelierText(said, [C.does, D.does], chance),
    );
    return form === SIMULTANEOUS
      ? fill(said.together, { chance: first })
      : fill(said.turns, { didC: C.did, didD: D.did, first, afterC, afterD });
  }

  /** How likely all, half and nothing are at a node. */
  function inSteps(config: Config, node: Node, all: number, half: number): string {
    const labels = labelsOf(config);
    return fill(node === 'first' ? said.steps.first : said.steps.after, {
      ...{ doesC: labels.C.does, doesH: labels.H.does, doesD: labels.D.does },
      ...{ did: labels[movedAt(node)].did },
      ...{ all: chanceText(all), half: chanceText(half), rest: chanceText(1 - all - half) },
    });
  }

  return { expectation };
});
