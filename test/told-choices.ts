/** Models whose probabilities follow a rule exactly, for tests: what they tell of a node, with any bias of place, wording or rounding. */
import { type Distribution, meanOverOrders, rotationsOf, turned } from '../src/core/distribution.ts';
import type { Plans } from '../src/core/game.ts';
import { uniform } from '../src/core/theory.ts';
import { featuresOf } from '../src/analysis/preferences/cells.ts';
import { planProbabilities, type Point } from '../src/analysis/preferences/logit.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';
import { dilemmas, type Named } from './simulated-choices.ts';

/** How answers are told: a bias for the option that stands first (log-odds), noise of a wording, decimals. */
export type Telling = {
  readonly bias?: number;
  readonly decimals?: number;
  readonly phrasing?: number;
  /** Added to the log-odds of the first answer in canonical order, by place of the node in all that are asked. */
  readonly shift?: (situation: number) => number;
};

/** Odds of the options at a node. */
export type Told = (plans: Plans, node: string, options: readonly string[]) => readonly number[];

/** Chooses whole plans with logit noise: at a node those that answer alike are added up. */
export const choosingPlans =
  (point: Point, weights?: readonly number[]): Told =>
  (plans, node, options) => {
    const odds = planProbabilities(featuresOf(plans, weights ?? uniform(plans)), point);
    return options.map((option) =>
      plans.names.reduce((sum, _, plan) => (plans.answer(plan, node) === option ? sum + odds[plan]! : sum), 0),
    );
  };

/** Makes the best plan and answers each node with noise of its own: as theory's utilities at a node are. */
export const choosingAnswers =
  ([kappa, alpha, beta, logLambda]: Point): Told =>
  (plans, node, options) => {
    const { own, kant, behind, ahead } = featuresOf(plans, uniform(plans));
    const worth = own.map((points, x) => points + kappa * kant[x]! - alpha * behind[x]! - beta * ahead[x]!);
    const best = worth.indexOf(Math.max(...worth));
    return options.map((option) => {
      const plan = plans.names.findIndex((_, x) =>
        plans.nodes.every(({ key }) => plans.answer(x, key) === (key === node ? option : plans.answer(best, key))),
      );
      return Math.exp((worth[plan]! - worth[best]!) / Math.exp(logLambda));
    });
  };

/** A distribution over these options from their odds, told in every order. */
export function toldOf(
  options: readonly string[],
  odds: readonly number[],
  { bias = 0, decimals }: Telling = {},
): Distribution {
  const orders = rotationsOf(options.length).map((rotation) => {
    const [first] = turned(options, rotation);
    const biased = odds.map((odd, at) => odd * (options[at] === first ? Math.exp(bias) : 1));
    const total = biased.reduce((sum, odd) => sum + odd, 0);
    const exact = biased.map((odd) => odd / total);
    const said = decimals === undefined ? exact : exact.map((p) => Math.round(p * 10 ** decimals) / 10 ** decimals);
    const sum = said.reduce((all, p) => all + p, 0);
    return { rotation, probabilities: said.map((p) => p / sum), sum, outside: null, decimals: decimals ?? null };
  });
  return { options, orders, mean: meanOverOrders(orders), dialect: 'systemone', served: null };
}

/** One round of a game, each node asked alone; `drawn`: the plan whose answers were drawn. */
function toldRound(
  { name, plans }: Named,
  told: Told,
  drawn: number,
  telling: Telling = {},
  rest: Partial<Observation> = {},
): Observation {
  const answers = Object.fromEntries(plans.nodes.map(({ key }) => [key, plans.answer(drawn, key)]));
  return {
    ...{ player: 'local/x w1', unit: 'local/x w1', kind: 'model', ask: 'decision', game: name, plans, answers },
    ...{ method: 'strategy', roles: 'drawn', repeated: false, information: 'not disclosed' },
    belief: { kind: 'uniform', weights: uniform(plans) },
    phrasing: telling.phrasing ?? 0,
    told: Object.fromEntries(
      plans.nodes.map(({ key }, at) => {
        const options = [...new Set(plans.names.map((_, plan) => String(plans.answer(plan, key))))].sort();
        const odds = told(plans, key, options);
        const shift = Math.exp(telling.shift?.(at) ?? 0);
        return [
          key,
          toldOf(
            options,
            odds.map((odd, i) => (i === 0 ? odd * shift : odd)),
            telling,
          ),
        ];
      }),
    ),
    ...rest,
  };
}

/** One round of each game. */
export const toldRounds = (
  told: Told,
  telling: Telling = {},
  games: readonly Named[] = dilemmas,
  drawn: (game: number) => number = () => 0,
): readonly Observation[] => games.map((game, at) => toldRound(game, told, drawn(at), telling));
