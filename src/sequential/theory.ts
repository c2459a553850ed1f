/**
 * What economicus and moralis choose in a game of two moves and why, solved from the utility for every config. An agent
 * has a plan for either place before the lot falls, and answers at a node what its plan says there.
 */
import { manyRounds } from '../core/rounds.ts';
import type { Belief, Decision, Plans, Reasoned, Taste } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { expectedAnswer, type Solution, tabulate } from '../core/theory.ts';
import { solutionAfter } from './beliefs.ts';
import { at, type FormNode, nodeOf, nodesOf, planIndex, planName, withLetter } from './form.ts';
import { expectedPoints, percentText } from './format.ts';
import type { SequentialView } from './rules.ts';
import { isNeutral, type SequentialConfig } from './settings.ts';
import { sumText } from './solution-words.ts';
import { lettersText, spanOf, type SpokenForm } from './spoken-form.ts';

/** Theory of a game of this form, in its words. */
export function theoryOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  plansOf: (config: Config) => Plans,
) {
  const { form, words } = spoken;
  const nodes = nodesOf(form);
  const reasons = new WeakMap<Solution, Map<string, Reasoned>>();

  const solutionFor = ({ config, history, seat }: SequentialView<Config>, taste: Taste, belief: Belief): Solution =>
    solutionAfter(form, plansOf(config), taste, belief, history, seat);

  function theory(view: SequentialView<Config>, { key }: Decision, taste: Taste, belief: Belief): Reasoned {
    const solution = solutionFor(view, taste, belief);
    let known = reasons.get(solution);
    if (known === undefined) reasons.set(solution, (known = new Map()));
    let reasoned = known.get(key);
    if (reasoned === undefined) {
      const node = nodeOf(form, key);
      reasoned = key.startsWith('belief_') ? expects(view.config, solution, node) : reason(view.config, solution, node);
      known.set(key, reasoned);
    }
    return reasoned;
  }

  /** The plan's answer at a node, with the utility of the plan that answers otherwise there and is the same elsewhere. */
  function reason(config: Config, solution: Solution, node: FormNode): Reasoned {
    const plan = planName(form, solution.plan);
    const answer = at(form, plan, node);
    const other = node.options.find((option) => option !== answer) ?? answer;
    const otherPlan = withLetter(form, plan, node, other);
    const utility = solution.utilities[solution.plan]!;
    const otherUtility = solution.utilities[planIndex(form, otherPlan)]!;
    const show = expectedPoints(spanOf(spoken, config));
    const said = words.because;
    const because = fill(said.sentence, {
      belief: beliefText(solution),
      choice: answer,
      utility: show(utility),
      plan,
      sum: sumText(said, solution, solution.plan, show),
      ...{ other, otherUtility: show(otherUtility), otherPlan },
      tie: Math.abs(utility - otherUtility) <= tabulate(plansOf(config)).tie ? said.tie : '',
      letters: isNeutral(config) ? fill(said.letters, { letters: lettersText(spoken, config) }) : '',
      repeated: manyRounds(config) ? said.alone : '',
    });
    return {
      answer,
      because,
      utilities: node.options.map((option) => ({
        answer: option,
        utility: option === answer ? utility : otherUtility,
      })),
    };
  }

  /** The belief in a few words that begin a sentence. */
  function beliefText({ belief, weights, fallback }: Solution): string {
    const sure = planName(form, weights.indexOf(1));
    const said = words.belief;
    switch (belief.kind) {
      case 'given':
        if (belief.numbers.every((number) => number === 0.5)) return said.uniform;
        return fill(said.given, {
          numbers: nodes
            .map(({ after, options: [letter] }, place) => {
              const percent = percentText(belief.numbers[place] ?? 0.5);
              return after === null
                ? fill(said.first, { letter, percent })
                : fill(said.after, { letter, percent, move: after });
            })
            .join(', '),
        });
      case 'known':
        return fill(said.known, { plan: sure });
      case 'like-minded':
        return fallback ? said.fallback : fill(said.likeMinded, { plan: sure });
      default:
        return said.uniform;
    }
  }

  function expects(config: Config, solution: Solution, node: FormNode): Reasoned {
    const because = fill(words.because.belief, { belief: beliefText(solution) });
    return expectedAnswer(plansOf(config), solution, nodes.indexOf(node), because);
  }

  /** The same where a sentence is about every κ: its like plays another plan at another κ. */
  const beliefForAll = (solution: Solution): string =>
    solution.belief.kind === 'like-minded' ? words.belief.like : beliefText(solution);

  return { theory, reason, beliefText, beliefForAll };
}
