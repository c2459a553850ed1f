/**
 * The baseline: a stand-in for a GPT-4o-class model, not the model. It weighs own and other's payoff equally (b = .5;
 * Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand), expects the other 50 : 50 and chooses a plan with logit noise
 * λ = 2 points, P(plan) ∝ exp(u/λ). Equal weights and that noise are ours.
 */
import type { Decision, Draw, Plans, Reasoned, Taste } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import { fill } from '../core/template.ts';
import { likely, type Solution, solved } from '../core/theory.ts';
import { at, nodeOf, nodesOf, planIndex, planName, withLetter } from './form.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { optionIn, type SpokenForm } from './spoken-form.ts';

/** ½ own + ½ other's = own − α·behind − β·ahead with α = −½ and β = ½, since other's − own = behind − ahead. */
const EQUAL_WEIGHTS: Taste = { kappa: 0, alpha: -0.5, beta: 0.5 };

const NOISE = 2;

export type StandinChances = {
  readonly solution: Solution;
  /** How likely each plan is. */
  readonly plans: readonly number[];
  /** How likely the answer that stands first is at each node. */
  readonly nodes: readonly number[];
};

/** How the stand-in chooses among the plans of a normal form. */
export const standinChances = memo((plans: Plans): StandinChances => {
  const solution = solved(plans, EQUAL_WEIGHTS, { kind: 'uniform' });
  const most = Math.max(...solution.utilities);
  const odds = solution.utilities.map((u) => Math.exp((u - most) / NOISE));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  const probabilities = odds.map((odd) => odd / total);
  return { solution, plans: probabilities, nodes: likely(plans, probabilities) };
});

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
    const { solution, plans, nodes } = standinChances(plansOf(config));
    let left = draw(`plan ${round}`).unit();
    const drawn = plans.findIndex((probability) => (left -= probability) < 0);
    const best = planName(form, solution.plan);
    const answer = at(form, drawn < 0 ? best : planName(form, drawn), node);
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
