/** The baseline (`core/stand-in.ts`) in the dilemma: a stand-in for a GPT-4o-class model, not the model. */
import type { Decision, Draw, Reasoned } from '../../src/core/game.ts';
import { drawnPlan, type StandinChances, standinChances } from '../../src/core/stand-in.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { at, formOf, nodeOf, withChoice } from './form.ts';
import { formWordsIn } from './form-words.ts';
import { planNamed, plans } from './plans.ts';
import type { View } from './rules.ts';
import { memo } from '../../src/core/memo.ts';
import type { Words } from './words.ts';

/** Of the answers that `plans.nodes` name: that it cooperates at each node; of three steps, sends all and half. */
export const chances = (config: Config): StandinChances => standinChances(plans(config));

/** Its best plan, without the noise: CCC in most published protocols. */
export const standinPlan = (config: Config): string => planNamed(config, chances(config).solution.plan);

export const standinIn = memo((words: Words) => {
  const { saidIn } = formWordsIn(words);

  /** One plan is drawn a round, and answers at every node of that round. */
  function standin(view: View, decision: Decision, draw: Draw): Reasoned {
    const { config } = view;
    const form = formOf(config);
    const said = saidIn(config).because;
    if (decision.key.startsWith('belief_'))
      return { answer: Math.round(100 / form.choices.length), because: said.standinBelief, utilities: [] };
    const node = nodeOf(decision.key);
    const { solution, nodes } = chances(config);
    const plan = planNamed(config, drawnPlan(chances(config), draw(`plan ${decision.round}`)));
    const best = planNamed(config, solution.plan);
    const chance = nodes[form.nodes.indexOf(node) * (form.choices.length - 1)] ?? 0.5;
    return {
      answer: at(form, plan, node),
      because: fill(said.standin, { probability: chance.toFixed(2) }),
      utilities: form.choices.map((answer) => ({
        answer,
        utility: solution.utilities[form.plans.indexOf(withChoice(form, best, node, answer))] ?? 0,
      })),
    };
  }

  return { standin };
});
