/** The further pages of the debrief: the formula with its numbers, each kind's world, and one's own answers. */
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import { UNIFORM } from '../../src/core/belief.ts';
import type { Taste } from '../../src/core/game.ts';
import { type Solution, solved, tabulate } from '../../src/core/theory.ts';
import { bestStretches, playedByKappa } from '../../src/core/thresholds.ts';
import { fill } from '../../src/core/template.ts';
import { learns, manyEquilibria } from './belief.ts';
import { type Config, presetName } from './config.ts';
import { expected, kappa as kappaText, percent, points } from './format.ts';
import { ownPlan, ownSame } from './own-plan.ts';
import { inYourPlace, type InYourPlace } from './plan-table.ts';
import { planWordsIn } from './plan-words.ts';
import { at, grimDelta, kappaStar, planIndex, planName, plans } from './plans.ts';
import { questionsIn } from './questions.ts';
import { type Choice, NODES, pay, type View } from './rules.ts';
import { manyRounds } from './scene.ts';
import { standinPlan } from './standin.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';
import { choicesMade, doesAt, yourPlaceIn } from './your-place.ts';

export const pagesIn = memo((words: Words) => {
  const { beliefText, beliefForAll } = theoryIn(words);
  const { labelsOf } = questionsIn(words);
  const { planDo, answering, nouns } = planWordsIn(words);
  const { believe } = yourPlaceIn(words);

  function formulaPage(config: Config, moralis: Solution): readonly Block[] {
    const said = words.theory;
    const { alpha = 0, beta = 0 } = moralis.taste;
    return [
      text(alpha === 0 && beta === 0 ? said.utility : `${said.utility} − α·B − β·A. ${said.social}`),
      text(said.kappa),
      text(said.pi.join(' ')),
      text(fill(said.piNote, { T: points(config.T), R: points(config.R), P: points(config.P), S: points(config.S) })),
      ...(presetName(config) === null ? [] : [text(said.source)]),
    ];
  }

  function thresholdsPage(config: Config, moralis: Solution): readonly Block[] {
    return [
      kappaStarText(config),
      ...thresholdTexts(config, moralis),
      ...(manyRounds(config) ? [repeatedText(config)] : []),
    ].map(text);
  }

  function kappaStarText(config: Config): string {
    const { T, R, S } = config;
    const value = kappaStar(config);
    return value === null
      ? fill(words.theory.kappaStarNone, { twice: points(2 * R), sum: points(S + T) })
      : fill(words.theory.kappaStar, { value: value.toFixed(4) });
  }

  /** Under the belief in force: from which κ on CCD is best, and where DDD is first left. */
  const thresholdTexts = (config: Config, moralis: Solution): readonly string[] => [
    ...ccdTexts(config, moralis),
    dddText(config, moralis),
  ];

  /** One sentence a stretch on which CCD is best, with the plans that are as good all along it. */
  function ccdTexts(config: Config, moralis: Solution): readonly string[] {
    const said = words.theory;
    const { taste, belief: expects } = moralis;
    const belief = beliefForAll(moralis);
    const stretches = bestStretches(plans(config), planIndex('CCD'), taste, expects);
    if (stretches.length === 0) return [fill(said.thresholdNone, { belief })];
    return stretches.map(({ from, to }) => {
      const { ties } = solved(plans(config), { ...taste, kappa: (from + to) / 2 }, expects);
      const equals = ties.map(planName).filter((plan) => plan !== 'CCD');
      const tied = equals.length === 0 ? '' : fill(said.tiedWith, { plans: equals.join(', ') });
      const slots = { belief, tied, value: from.toFixed(4), to: to.toFixed(4) };
      if (to - from < 1e-9) return fill(said.thresholdAt, slots);
      return fill(to > 1 - 1e-9 ? said.threshold : said.thresholdTo, slots);
    });
  }

  /** Where DDD is played as κ goes from 0 to 1. */
  function dddText(config: Config, moralis: Solution): string {
    const said = words.theory;
    const belief = beliefForAll(moralis);
    const pieces = playedByKappa(plans(config), moralis.taste, moralis.belief);
    const mine = pieces.filter(({ plan }) => planName(plan) === 'DDD');
    const [only] = mine;
    if (only === undefined) return fill(said.leftNever, { belief });
    const next = pieces[pieces.indexOf(only) + 1];
    if (mine.length === 1 && only.from === 0 && only.to > only.from)
      return next === undefined
        ? fill(said.neverLeft, { belief })
        : fill(said.left, { belief, value: next.from.toFixed(3), plan: planName(next.plan) });
    const where = mine.map(({ from, to }) =>
      fill(from === to ? said.atKappa : said.fromTo, { from: from.toFixed(3), to: to.toFixed(3) }),
    );
    return fill(said.leftAt, { belief, where: where.join(', ') });
  }

  function repeatedText(config: Config): string {
    if (config.ending === 'finite') return words.theory.finite;
    const verdict = manyEquilibria(config) ? words.theory.notUnique : words.theory.unique;
    return fill(words.theory.indefinite, {
      threshold: grimDelta(config).toFixed(3),
      delta: kappaText(config.delta),
      verdict,
    });
  }

  /** Each kind among its like, not knowing whom it meets; and whether selfishness itself cooperates with the other. */
  function worldsPage(view: View, taste: Taste, name: string, theirs: string | null): readonly Block[] {
    const { config } = view;
    const said = words.debrief.world;
    const show = expected(config);
    const { economicus, moralis } = inYourPlace({ ...view, history: [] }, taste, null).last;
    const world = (called: string, plan: string, agent: string): readonly Cell[] => {
      const place = planIndex(plan);
      return [
        { text: called, who: [{ agent }] },
        { text: planDo(config, plan) },
        { text: show(tabulate(plans(config)).own[place]![place]!) },
      ];
    };
    const mine = ownSame(view);
    const own = ownPlan(view);
    return [
      text(`${words.debrief.worlds} ${fill(said.belief, { belief: beliefText(moralis) })}`),
      {
        kind: 'table',
        columns: [{ head: said.kind }, { head: said.plan }, { head: said.points, align: 'right' }],
        rows: [
          world('economicus', planName(economicus.plan), 'economicus'),
          world(`moralis κ = ${kappaText(moralis.taste.kappa)}`, planName(moralis.plan), 'moralis'),
          world(said.standin, standinPlan(config), 'baseline'),
          ...(mine === null
            ? []
            : [
                [
                  { text: said.you, who: [{ seat: view.seat }] },
                  { text: own === null ? '' : planDo(config, own) },
                  { text: show(mine) },
                ],
              ]),
        ],
      },
      ...[selfishText(config, name, theirs)].filter(Boolean).map(text),
    ];
  }

  /** Only where cooperating first with this very opponent is selfish. */
  function selfishText(config: Config, name: string, theirs: string | null): string {
    if (theirs === null) return '';
    const said = words.debrief;
    const [afterC, afterD] = [at(theirs, 'after_C'), at(theirs, 'after_D')];
    const earns = { C: pay(config, 'C', afterC)[0], D: pay(config, 'D', afterD)[0] };
    if (earns.C <= earns.D) return '';
    const unaware = solved(plans(config), { kappa: 0 }, UNIFORM);
    const slots = { ...nouns(config), points: points(earns.C), instead: points(earns.D) };
    return [
      fill(said.selfish, { ...slots, other: name, how: answering(config, afterC, afterD) }),
      doesAt(unaware, 'first').includes('C') ? '' : fill(said.selfishUnaware, slots),
    ].join('');
  }

  /** Every own choice with the agents' in the same place and round; what was believed when, where that changed. */
  function yoursPage(view: View, place: InYourPlace, name: string): readonly Block[] {
    const said = words.debrief;
    const { config } = view;
    const labels = labelsOf(config);
    const many = manyRounds(config);
    const does = (choices: readonly Choice[]): Cell => ({
      text: choices.length > 1 ? said.either : labels[choices[0] ?? 'D'].do,
    });
    const columns = said.columnsYours;
    const kappa = kappaText(place.last.moralis.taste.kappa);
    return [
      text(fill(said.yours, { belief: believe(config, place, name) })),
      {
        kind: 'table',
        columns: [
          ...(many ? [{ head: columns.round, align: 'right' as const }] : []),
          { head: columns.where },
          { head: columns.you, who: { seat: view.seat } },
          { head: columns.economicus, who: { agent: 'economicus' } },
          { head: `${columns.moralis} ${kappa}`, who: { agent: 'moralis' } },
        ],
        rows: choicesMade(view, place).map((one) => [
          ...(many ? [{ text: String(one.round + 1) }] : []),
          { text: fill(said.where[one.node], nouns(config)) },
          { text: labels[one.choice].do },
          does(one.economicus),
          does(one.moralis),
        ]),
        keep: 'last',
      },
      ...(many && learns(config, place.belief) ? learnedTable(view, place, name) : []),
      ...statedTexts(view),
    ];
  }

  /** What an agent in this place expected of the other before each round. */
  function learnedTable(view: View, place: InYourPlace, name: string): readonly Block[] {
    const { learned, learnedHead } = words.debrief;
    const slots = nouns(view.config);
    return [
      text(fill(learned, { other: name, C: slots.C })),
      {
        kind: 'table',
        columns: [
          { head: learnedHead.round, align: 'right' },
          ...NODES.map((node) => ({ head: fill(learnedHead[node], slots), align: 'right' as const })),
        ],
        rows: view.history.map((_, round) => {
          const { belief } = place.in(round).economicus;
          const numbers = belief.kind === 'given' ? belief.numbers : [0.5, 0.5, 0.5];
          return [String(round + 1), ...numbers.map(percent)].map((cell) => ({ text: cell }));
        }),
        keep: 'last',
      },
    ];
  }

  /** What one said one expected, in the last round in which it was asked. */
  function statedTexts(view: View): readonly Block[] {
    const said = words.debrief;
    const stated = view.history.at(-1)?.stated ?? {};
    const slots = nouns(view.config);
    const numbers = NODES.flatMap((node) => {
      const percent = stated[node];
      return percent === undefined ? [] : [fill(said.statedAt, { percent, where: fill(said.where[node], slots) })];
    });
    return numbers.length === 0 ? [] : [text(fill(said.stated, { ...slots, numbers: numbers.join(', ') }))];
  }

  return { formulaPage, thresholdsPage, kappaStarText, thresholdTexts, repeatedText, worldsPage, yoursPage };
});
