/** What theory predicts for these settings: `homines theory public-goods`. */
import { UNIFORM } from '../../src/core/belief.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import type { Belief, Prediction, PredictionRequest } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { type Solution, solved } from '../../src/core/theory.ts';
import { manyEquilibria } from './belief.ts';
import { beliefOf, type Config, contributions, isDilemma } from './config.ts';
import { about, expected, kappaText } from './format.ts';
import { given, grimDelta, kappaStar, planOf, plans, written } from './plans.ts';
import { pagesIn } from './pages.ts';
import { tidy } from './rules.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';

/** The belief as it is typed: its kind, or the probabilities. */
const typed = (belief: Belief): string | readonly number[] => (belief.kind === 'given' ? belief.numbers : belief.kind);

/** Rows of the table of contributions, at most. */
const MOST_ROWS = 11;

export const predictIn = memo((words: Words) => {
  const said = words.theory;
  const { thresholdsPage, formulaPage } = pagesIn(words);
  const { reason, beliefText } = theoryIn(words);

  function predict(config: Config, { kappa, belief: asked }: PredictionRequest): Prediction {
    const belief = asked ?? beliefOf(config) ?? UNIFORM;
    const solution = solved(plans(config), { kappa }, belief);
    const { terms, utilities, ties, plan } = solution;
    const { because } = reason(config, solution);
    const document = {
      game: 'public-goods',
      config,
      kappa,
      beliefs: typed(belief),
      contribution: given(config, plan),
      ties: ties.map((tied) => given(config, tied)),
      dilemma: isDilemma(config),
      kappaStar: star(config),
      grimDelta: grimDelta(config),
      unique: !manyEquilibria(config),
      because,
      utilities: contributions(config).map((contribution) => {
        const place = planOf(config, contribution);
        return {
          contribution,
          utility: tidy(utilities[place]!),
          own: tidy(terms.own[place]!),
          same: tidy(terms.same[place]!),
        };
      }),
    };
    return { document, blocks: blocks(config, solution, because) };
  }

  function blocks(config: Config, solution: Solution, because: string): readonly Block[] {
    const { plan, ties, terms, utilities, taste } = solution;
    const show = expected(config);
    const all = contributions(config);
    const steps = Math.min(MOST_ROWS, all.length) - 1;
    const shown = [
      ...new Set([
        ...Array.from({ length: steps + 1 }, (_, i) => all[Math.round((i * (all.length - 1)) / steps)]!),
        given(config, plan),
      ]),
    ].sort((a, b) => b - a);
    const value = star(config);
    return [
      {
        kind: 'facts',
        facts: [
          {
            label: said.contribution,
            value: written(config, given(config, plan)),
            who: { agent: taste.kappa === 0 ? 'economicus' : 'moralis' },
          },
          {
            label: said.ties,
            value:
              ties.length === 0
                ? said.none2
                : ties.length === all.length
                  ? said.everything
                  : ties
                      .filter((tied) => tied !== plan)
                      .map((tied) => written(config, given(config, tied)))
                      .join(', '),
          },
          { label: said.starLabel, value: value === null ? said.none2 : about(value) },
        ],
      },
      text(`${said.because}: ${because}`),
      {
        kind: 'table',
        columns: [
          { head: said.contribution, align: 'right' },
          { head: said.ownHead, align: 'right' },
          { head: said.sameHead, align: 'right' },
          { head: fill(words.debrief.table.mix, { kappa: kappaText(taste.kappa) }), align: 'right' },
        ],
        rows: shown.map((contribution) => {
          const place = planOf(config, contribution);
          return [
            { text: written(config, contribution), strong: place === plan },
            { text: show(terms.own[place]!) },
            { text: show(terms.same[place]!) },
            { text: show(utilities[place]!), strong: place === plan || ties.includes(place) },
          ];
        }),
      },
      text(`${beliefText(config, solution)}.`),
      ...formulaPage(config, solution).slice(2),
      ...thresholdsPage(config),
    ];
  }

  return { predict };
});

/** κ*; null where no κ from 0 to 1 puts in everything and another does not: n·m is 1 or less. */
const star = (config: Config): number | null => (isDilemma(config) || config.m >= 1 ? tidy(kappaStar(config)) : null);
