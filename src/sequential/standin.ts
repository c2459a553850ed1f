/** The baseline (`core/stand-in.ts`) in a game of this form: a stand-in for a GPT-4o-class model, not the model. */
import type { Decision, Draw, Plans, Reasoned } from '../core/game.ts';
import { drawnPlan, standinChances } from '../core/stand-in.ts';
import { fill } from '../core/template.ts';
import { at, nodeOf, nodesOf, planIndex, planName, withLetter } from './form.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { optionIn, type SpokenForm } from './spoken-form.ts';

/** The stand-in of a game of this form. */
export function standinOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  plansOf: (config: Config) => Plans,
) {
  const { form, words } = spoken;

  /** One plan is drawn a round, and answers at every node of that round. */
  function standin({ config }: SequentialView<Config>, { key, round }: Decision, draw: Draw): Reasoned {
    if (key.startsWith('belief_')) return { answer: 50, because: words.because.standinBelief, utilities: [] };
    const node = nodeOf(form, key);
    const chances = standinChances(plansOf(config));
    const { solution, nodes } = chances;
    const best = planName(form, solution.plan);
    const answer = at(form, planName(form, drawnPlan(chances, draw(`plan ${round}`))), node);
    const chance = nodes[nodesOf(form).indexOf(node)] ?? 0.5;
    const [first] = node.options;
    return {
      answer,
      because: fill(words.because.standin, {
        label: optionIn(spoken, config, answer).label,
        probability: (answer === first ? chance : 1 - chance).toFixed(2),
      }),
      utilities: node.options.map((option) => ({
        answer: option,
        utility: solution.utilities[planIndex(form, withLetter(form, best, node, option))] ?? 0,
      })),
    };
  }

  return { standin };
}
