/** What theory predicts for a set of payoffs: `homines theory prisoners-dilemma`. */
import { memo } from '../../src/core/memo.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import type { Belief, Prediction, PredictionRequest } from '../../src/core/game.ts';
import { type Solution, solved } from '../../src/core/theory.ts';
import { bestStretches, type Stretch } from '../../src/core/thresholds.ts';
import { fill } from '../../src/core/template.ts';
import { formOf } from './form.ts';
import { beliefOf, type Config } from './config.ts';
import { about, expected, kappa as kappaText } from './format.ts';
import { pagesIn } from './pages.ts';
import { formWordsIn } from './form-words.ts';
import { conditional, kappaStarOf, planNamed, plans } from './plans.ts';
import { plansShown } from './plan-table.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';

/** One letter an entry: first move, after C, after D, or after H between them; one choice. */
const letters = (config: Config, plan: number): readonly string[] => [...planNamed(config, plan)];

/** Without the noise of the last bits of a double: 64, not 63.99999999999999. */
const tidy = (value: number): number => Number(value.toPrecision(14));

/** The belief as it is typed: its kind, or the probabilities. */
const typed = (belief: Belief): string | readonly number[] => (belief.kind === 'given' ? belief.numbers : belief.kind);

/** The smallest κ from which on the conditional plan is best, up to 1; null: there is none. */
const lasting = (best: readonly Stretch[]): number | null => {
  const last = best.at(-1);
  return last !== undefined && last.to > 1 - 1e-9 ? last.from : null;
};

type Numbers = { readonly threshold: number | null; readonly kappaStar: number | null };

export const predictIn = memo((words: Words) => {
  const { thresholdsPage } = pagesIn(words);
  const { beliefText, reason } = theoryIn(words);
  const { saidIn, lettered } = formWordsIn(words);

  function predict(config: Config, { kappa, belief: asked }: PredictionRequest): Prediction {
    const belief = asked ?? beliefOf(config) ?? { kind: 'uniform' };
    const solution = solved(plans(config), { kappa }, belief);
    const { terms, utilities, ties } = solution;
    const [opening] = formOf(config).nodes;
    const { because } = reason(config, solution, opening!);
    const { names } = plans(config);
    const best = bestStretches(plans(config), names.indexOf(conditional(config)), {}, belief);
    const document = {
      game: 'prisoners-dilemma',
      config,
      kappa,
      beliefs: typed(belief),
      plan: letters(config, solution.plan),
      ties: ties.map((tied) => letters(config, tied)),
      threshold: lasting(best),
      best: best.map(({ from, to }) => [from, to]),
      kappaStar: kappaStarOf(config),
      because,
      utilities: names.map((_, plan) => ({
        plan: letters(config, plan),
        utility: tidy(utilities[plan]!),
        own: tidy(terms.own[plan]!),
        same: tidy(terms.same[plan]!),
      })),
    };
    return { document, blocks: blocks(config, solution, document, because) };
  }

  function blocks(
    config: Config,
    solution: Solution,
    { threshold: from, kappaStar: star }: Numbers,
    because: string,
  ): readonly Block[] {
    const said = saidIn(config).theory;
    const show = expected(config);
    const { terms, utilities, ties, plan } = solution;
    const shown = plansShown(config, solution, 12);
    const value = (kappa: number | null) => (kappa === null ? said.none : `κ = ${about(kappa)}`);
    return [
      {
        kind: 'facts',
        facts: [
          {
            label: said.plan,
            value: planNamed(config, plan),
            who: { agent: solution.taste.kappa === 0 ? 'economicus' : 'moralis' },
          },
          {
            label: said.ties,
            value:
              ties.length === 0
                ? said.none
                : ties
                    .filter((tied) => tied !== plan)
                    .map((tied) => planNamed(config, tied))
                    .join(', '),
          },
          { label: lettered(config, said.thresholdLabel), value: value(from) },
          { label: said.kappaStarLabel, value: value(star) },
        ],
      },
      text(`${said.because}: ${because}`),
      {
        kind: 'table',
        columns: [
          { head: said.plan },
          { head: said.ownHead, align: 'right' },
          { head: said.sameHead, align: 'right' },
          { head: fill(words.debrief.table.mix, { kappa: kappaText(solution.taste.kappa) }), align: 'right' },
        ],
        rows: shown.map((place) => [
          { text: planNamed(config, place), strong: place === plan },
          { text: show(terms.own[place]!) },
          { text: show(terms.same[place]!) },
          { text: show(utilities[place]!), strong: place === plan || ties.includes(place) },
        ]),
      },
      text(`${said.planIs} ${fill(said.beliefIs, { belief: beliefText(config, solution) })}`),
      ...thresholdsPage(config, solution),
    ];
  }

  return { predict };
});
