/** What theory predicts for a set of payoffs: `homines theory`. */
import { type Block, text } from '../core/blocks.ts';
import type { Belief, Plans, Prediction, PredictionRequest } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { type Solution, solved } from '../core/theory.ts';
import { bestStretches, selfThreshold, type Stretch } from '../core/thresholds.ts';
import { nodesOf, planIndex, planName } from './form.ts';
import { expectedPoints, kappaText } from './format.ts';
import type { pagesOf } from './pages.ts';
import { prescribedBelief, type SequentialConfig } from './settings.ts';
import { lettersText, spanOf, type SpokenForm } from './spoken-form.ts';
import type { theoryOf } from './theory.ts';

type PredictParts<Config extends SequentialConfig> = {
  readonly game: string;
  readonly plansOf: (config: Config) => Plans;
  readonly theory: ReturnType<typeof theoryOf<Config>>;
  readonly pages: ReturnType<typeof pagesOf<Config>>;
  readonly fair: string;
};

/** Without the noise of the last bits of a double: 64, not 63.99999999999999. */
const tidy = (value: number): number => Number(value.toPrecision(14));

/** The belief as it is typed: its kind, or the probabilities. */
const typed = (belief: Belief): string | readonly number[] => (belief.kind === 'given' ? belief.numbers : belief.kind);

/** The smallest κ from which on the plan is best, up to 1; null: there is none. */
function lasting(best: readonly Stretch[]): number | null {
  const last = best.at(-1);
  return last !== undefined && last.to > 1 - 1e-9 ? last.from : null;
}

/** Predictions for a game of this form, in its words. */
export function predictOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  { game, plansOf, theory, pages, fair }: PredictParts<Config>,
) {
  const { form, words } = spoken;
  const said = words.theory;
  const letters = (plan: number): readonly string[] => [...planName(form, plan)];

  function predict(config: Config, { kappa, belief: asked }: PredictionRequest): Prediction {
    const plans = plansOf(config);
    const belief = asked ?? prescribedBelief(config) ?? { kind: 'uniform' };
    const solution = solved(plans, { kappa }, belief);
    const { terms, utilities, ties, plan } = solution;
    const { because } = theory.reason(config, solution, nodesOf(form)[0]!);
    const best = bestStretches(plans, planIndex(form, fair), {}, belief);
    const [threshold, star] = [lasting(best), selfThreshold(plans, planIndex(form, fair))];
    return {
      document: {
        ...{ game, config, kappa, beliefs: typed(belief), plan: letters(plan), ties: ties.map(letters) },
        ...{ of: [...fair], threshold, best: best.map(({ from, to }) => [from, to]), kappaStar: star, because },
        utilities: form.plans.map((_, place) => ({
          plan: letters(place),
          utility: tidy(utilities[place]!),
          own: tidy(terms.own[place]!),
          same: tidy(terms.same[place]!),
        })),
      },
      blocks: blocks(config, solution, { threshold, star, because }),
    };
  }

  function blocks(
    config: Config,
    solution: Solution,
    numbers: { readonly threshold: number | null; readonly star: number | null; readonly because: string },
  ): readonly Block[] {
    const show = expectedPoints(spanOf(spoken, config));
    const { terms, utilities, ties, plan, taste } = solution;
    const value = (kappa: number | null) => (kappa === null ? said.none : `κ = ${kappa.toFixed(2)}`);
    const others = ties.filter((tied) => tied !== plan).map((tied) => planName(form, tied));
    return [
      {
        kind: 'facts',
        facts: [
          {
            label: said.plan,
            value: planName(form, plan),
            who: { agent: taste.kappa === 0 ? 'economicus' : 'moralis' },
          },
          { label: said.ties, value: others.length === 0 ? said.none : others.join(', ') },
          { label: fill(said.thresholdLabel, { plan: fair }), value: value(numbers.threshold) },
          { label: fill(said.starLabel, { plan: fair }), value: value(numbers.star) },
        ],
      },
      text(`${said.because}: ${numbers.because}`),
      {
        kind: 'table',
        columns: [
          { head: said.plan },
          { head: said.ownHead, align: 'right' },
          { head: said.sameHead, align: 'right' },
          { head: fill(words.debrief.table.mix, { kappa: kappaText(taste.kappa) }), align: 'right' },
        ],
        rows: form.plans.map((name, place) => [
          { text: name, strong: place === plan },
          { text: show(terms.own[place]!) },
          { text: show(terms.same[place]!) },
          { text: show(utilities[place]!), strong: place === plan || ties.includes(place) },
        ]),
      },
      text(
        `${fill(said.planIs, { letters: lettersText(spoken, config) })} ${fill(said.beliefIs, { belief: theory.beliefText(solution) })}`,
      ),
      ...pages.thresholdsPage(config, solution),
    ];
  }

  return { predict };
}
