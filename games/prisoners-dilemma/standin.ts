/**
 * The baseline: a stand-in for a GPT-4o-class model, not the model. It weighs own and other's payoff equally (b = .5;
 * Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand), expects the other 50 : 50 and chooses a plan with logit noise
 * λ = 2 points, P(plan) ∝ exp(u/λ). Equal weights and that noise are ours.
 */
import type { Decision, Draw, Reasoned, Taste } from '../../src/core/game.ts';
import { likely, solved, type Solution } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { at, formOf, nodeOf, withChoice } from './form.ts';
import { formWordsIn } from './form-words.ts';
import { planNamed, plans } from './plans.ts';
import type { View } from './rules.ts';
import { memo } from '../../src/core/memo.ts';
import type { Words } from './words.ts';

/** ½ own + ½ other's = own − α·behind − β·ahead with α = −½ and β = ½, since other's − own = behind − ahead. */
const EQUAL_WEIGHTS: Taste = { kappa: 0, alpha: -0.5, beta: 0.5 };

const NOISE = 2;

type Chances = {
  readonly solution: Solution;
  /** How likely each plan is. */
  readonly plans: readonly number[];
  /** How likely the answers that `plans.nodes` name are: that it cooperates at each node; of three steps, sends all and half. */
  readonly nodes: readonly number[];
};

export const chances = memo((config: Config): Chances => {
  const solution = solved(plans(config), EQUAL_WEIGHTS, { kind: 'uniform' });
  const most = Math.max(...solution.utilities);
  const odds = solution.utilities.map((u) => Math.exp((u - most) / NOISE));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  const probabilities = odds.map((odd) => odd / total);
  return { solution, plans: probabilities, nodes: likely(plans(config), probabilities) };
});

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
    const { solution, plans: probabilities, nodes } = chances(config);
    let left = draw(`plan ${decision.round}`).unit();
    const place = probabilities.findIndex((probability) => (left -= probability) < 0);
    const plan = planNamed(config, place < 0 ? solution.plan : place);
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
