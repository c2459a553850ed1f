/** What a preference weighs at a choice, for a model that is told it in words: the terms of the plan with either answer there. */
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Taste, Weighed } from '../../src/core/game.ts';
import { likely, type Solution } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { percent } from './format.ts';
import { at, planIndex, planName, plans, withChoice } from './plans.ts';
import { questionsIn } from './questions.ts';
import { type Choice, type Node, NODES, type View } from './rules.ts';
import { nodeOf, solutionFor } from './theory.ts';
import type { Words } from './words.ts';

/** Terms are means over two places and eight plans: enough digits that rounding turns no comparison of round payoffs. */
const decimalsOf = ({ T, S }: Config): number => (T - S >= 10 ? 2 : T - S >= 1 ? 3 : 4);

export const weighIn = memo((words: Words) => {
  const { labelsOf } = questionsIn(words);

  const said = words.weigh;

  /** Null where somebody is asked what it expects: a belief is not chosen by what it is worth. */
  function weigh(view: View, decision: Decision, taste: Taste, belief: Belief): Weighed | null {
    if (decision.key.startsWith('belief_') || decision.input.kind !== 'choice') return null;
    const { config } = view;
    const labels = labelsOf(config);
    const options = decision.input.options.map(({ value }): Choice => (value === 'C' ? 'C' : 'D'));
    const solution = solutionFor(view, taste, belief);
    const node = nodeOf(decision.key);
    const plan = planName(solution.plan);
    const answers = options.map((choice) => {
      const place = planIndex(withChoice(plan, node, choice));
      return { answer: labels[choice].label, own: solution.terms.own[place]!, same: solution.terms.same[place]! };
    });
    return {
      own: fill(said.own, { belief: expecting(config, solution) }),
      same: said.same,
      given: fill(said.elsewhere, {
        choices: chosen(
          config,
          plan,
          NODES.filter((one) => one !== node),
        ),
      }),
      answers,
      decimals: decimalsOf(config),
      then: 'highest',
    };
  }

  const called = (config: Config) => ({ C: labelsOf(config).C.label, D: labelsOf(config).D.label });

  /** "cooperate when moving first and defect after defect". */
  const chosen = (config: Config, plan: string, nodes: readonly Node[]): string =>
    nodes
      .map((node) => fill(said.at[node], { choice: labelsOf(config)[at(plan, node)].label, ...called(config) }))
      .join(said.and);

  function expecting(config: Config, { belief, weights, fallback }: Solution): string {
    const sure = weights.indexOf(1);
    if (belief.kind !== 'given' && !fallback && sure >= 0)
      return fill(said.beliefs.sure, { choices: chosen(config, planName(sure), NODES) });
    if (belief.kind !== 'given') return fill(said.beliefs.uniform, called(config));
    const [first = 0.5, afterC = 0.5, afterD = 0.5] = likely(plans(config), weights);
    return fill(said.beliefs.given, {
      ...called(config),
      first: percent(first),
      afterC: percent(afterC),
      afterD: percent(afterD),
    });
  }

  return { weigh };
});
