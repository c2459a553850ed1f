/** What a preference weighs at a choice, for a model that is told it in words: the terms of the plan with either answer there. */
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Taste, Weighed } from '../../src/core/game.ts';
import { likely, type Solution } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { at, choiceOf, formOf, type Node, nodeOf, withChoice } from './form.ts';
import { chancesByNode, formWordsIn } from './form-words.ts';
import { planNamed, plans } from './plans.ts';
import { questionsIn } from './questions.ts';
import type { View } from './rules.ts';
import { solutionFor } from './theory.ts';
import type { Words } from './words.ts';

/** Terms are means over two places and eight plans: enough digits that rounding turns no comparison of round payoffs. */
const decimalsOf = ({ T, S }: Config): number => (T - S >= 10 ? 2 : T - S >= 1 ? 3 : 4);

export const weighIn = memo((words: Words) => {
  const { labelsOf } = questionsIn(words);

  const { saidIn, nodes: called } = formWordsIn(words);

  /** Null where somebody is asked what it expects: a belief is not chosen by what it is worth. */
  function weigh(view: View, decision: Decision, taste: Taste, belief: Belief): Weighed | null {
    if (decision.key.startsWith('belief_') || decision.input.kind !== 'choice') return null;
    const { config } = view;
    const labels = labelsOf(config);
    const form = formOf(config);
    const said = saidIn(config).weigh;
    const options = decision.input.options.map(({ value }) => choiceOf(value));
    const solution = solutionFor(view, taste, belief);
    const node = nodeOf(decision.key);
    const plan = planNamed(config, solution.plan);
    const answers = options.map((choice) => {
      const place = form.plans.indexOf(withChoice(form, plan, node, choice));
      return { answer: labels[choice].label, own: solution.terms.own[place]!, same: solution.terms.same[place]! };
    });
    const elsewhere = form.nodes.filter((one) => one !== node);
    return {
      own: fill(said.own, { belief: expecting(config, solution) }),
      same: said.same,
      given: elsewhere.length === 0 ? '' : fill(said.elsewhere, { choices: chosen(config, plan, elsewhere) }),
      answers,
      decimals: decimalsOf(config),
      then: 'highest',
    };
  }

  function labelled(config: Config) {
    const { C, H, D } = labelsOf(config);
    return { C: C.label, H: H.label, D: D.label };
  }

  /** "cooperate when moving first and defect after defect". */
  const chosen = (config: Config, plan: string, nodes: readonly Node[]): string =>
    nodes
      .map((node) =>
        fill(called.at[node], { choice: labelsOf(config)[at(formOf(config), plan, node)].label, ...labelled(config) }),
      )
      .join(words.weigh.and);

  function expecting(config: Config, { belief, weights, fallback }: Solution): string {
    const said = saidIn(config).weigh.beliefs;
    const sure = weights.indexOf(1);
    if (belief.kind !== 'given' && !fallback && sure >= 0)
      return fill(said.sure, { choices: chosen(config, planNamed(config, sure), formOf(config).nodes) });
    if (belief.kind !== 'given') return fill(said.uniform, labelled(config));
    return fill(said.given, { ...labelled(config), ...chancesByNode(config, likely(plans(config), weights)) });
  }

  return { weigh };
});
