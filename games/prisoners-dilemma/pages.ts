/** The further pages of the debrief: the formula with its numbers, each kind's world, and one's own answers. */
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import { type Solution, tabulate } from '../../src/core/theory.ts';
import { regions, threshold } from '../../src/core/thresholds.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, presetName } from './config.ts';
import { expected, kappa as kappaText, points } from './format.ts';
import { ownPlan, ownSame } from './own-plan.ts';
import type { Compared } from './plan-table.ts';
import { at, grimDelta, kappaStar, planIndex, planName, plans } from './plans.ts';
import { type Choice, type Node, NODES, type View } from './rules.ts';
import { manyRounds } from './scene.ts';
import { standinPlan } from './standin.ts';
import { manyEquilibria, theoryIn } from './theory.ts';
import type { Words } from './words.ts';

export const pagesIn = memo((words: Words) => {
  const { beliefText } = theoryIn(words);

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
  function thresholdTexts(config: Config, moralis: Solution): readonly string[] {
    const said = words.theory;
    const belief = beliefText(moralis);
    const from = threshold(plans(config), planIndex('CCD'), moralis.taste, moralis.belief);
    const [first, second] = regions(plans(config), moralis.taste, moralis.belief);
    const left =
      first === undefined || planName(first.plan) !== 'DDD'
        ? fill(said.leftNever, { belief })
        : second === undefined
          ? fill(said.neverLeft, { belief })
          : fill(said.left, { belief, value: second.from.toFixed(3), plan: planName(second.plan) });
    return [
      from === null ? fill(said.thresholdNone, { belief }) : fill(said.threshold, { belief, value: from.toFixed(4) }),
      left,
    ];
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

  function worldsPage(view: View, { economicus, moralis }: Compared): readonly Block[] {
    const { config } = view;
    const said = words.debrief.world;
    const show = expected(config);
    const world = (name: string, plan: string, agent: string): readonly Cell[] => {
      const place = planIndex(plan);
      return [
        { text: name, who: [{ agent }] },
        { text: plan },
        { text: show(tabulate(plans(config)).own[place]![place]!) },
      ];
    };
    const mine = ownSame(view);
    return [
      text(words.debrief.worlds),
      {
        kind: 'table',
        columns: [{ head: said.kind }, { head: said.plan }, { head: said.points, align: 'right' }],
        rows: [
          world('economicus', planName(economicus.plan), 'economicus'),
          world(`moralis κ = ${kappaText(moralis.taste.kappa)}`, planName(moralis.plan), 'moralis'),
          world(said.standin, standinPlan(config), 'baseline'),
          ...(mine === null
            ? []
            : [[{ text: said.you, who: [{ seat: view.seat }] }, { text: ownPlan(view) ?? '' }, { text: show(mine) }]]),
        ],
      },
      ...(manyRounds(config) ? [text(repeatedText(config))] : []),
    ];
  }

  function yoursPage(view: View, both: Compared): readonly Block[] {
    const said = words.debrief;
    const answered = NODES.map((node) => ({
      node,
      choices: view.history.map((round) => round.mine[node]).filter((choice) => choice !== undefined),
    }));
    const rows = answered
      .filter(({ choices }) => choices.length > 0)
      .map(({ node, choices }): readonly Cell[] => [
        { text: said.where[node] },
        { text: countText(choices) },
        { text: answerText(both.economicus, node) },
        { text: answerText(both.moralis, node) },
      ]);
    const columns = said.columnsYours;
    return [
      text(said.yours),
      {
        kind: 'table',
        columns: [
          { head: columns.where },
          { head: columns.you, who: { seat: view.seat } },
          { head: columns.economicus, who: { agent: 'economicus' } },
          { head: `${columns.moralis} κ = ${kappaText(both.moralis.taste.kappa)}`, who: { agent: 'moralis' } },
        ],
        rows,
      },
      ...statedTexts(view),
    ];
  }

  function countText(choices: readonly Choice[]): string {
    const [only] = choices;
    if (choices.length === 1 && only !== undefined) return only;
    return fill(words.debrief.count, {
      choice: 'C',
      count: choices.filter((choice) => choice === 'C').length,
      of: choices.length,
    });
  }

  /** What an agent does at a node; where tied plans disagree, either. */
  function answerText({ plan, ties }: Solution, node: Node): string {
    const answers = new Set((ties.length > 0 ? ties : [plan]).map((place) => at(planName(place), node)));
    return answers.size > 1 ? words.debrief.either : at(planName(plan), node);
  }

  /** What one said one expected, in the last round in which it was asked. */
  function statedTexts(view: View): readonly Block[] {
    const said = words.debrief;
    const stated = view.history.at(-1)?.stated ?? {};
    const numbers = NODES.flatMap((node) => {
      const percent = stated[node];
      return percent === undefined ? [] : [fill(said.statedAt, { percent, where: said.where[node] })];
    });
    return numbers.length === 0 ? [] : [text(fill(said.stated, { numbers: numbers.join(', ') }))];
  }

  return { formulaPage, thresholdsPage, kappaStarText, thresholdTexts, repeatedText, worldsPage, yoursPage };
});
