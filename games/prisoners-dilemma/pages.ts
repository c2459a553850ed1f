/** The further pages of the debrief: the formula with its numbers, each kind's world, and one's own answers. */
import { manyRounds } from '../../src/core/rounds.ts';
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import { UNIFORM } from '../../src/core/belief.ts';
import type { Taste } from '../../src/core/game.ts';
import { type Solution, solved, tabulate } from '../../src/core/theory.ts';
import { bestStretches, playedByKappa } from '../../src/core/thresholds.ts';
import { fill } from '../../src/core/template.ts';
import { learns, manyEquilibria } from './belief.ts';
import { type Config, presetName } from './config.ts';
import { expected, kappa as kappaText, points } from './format.ts';
import { ownPlan, ownSame } from './own-plan.ts';
import { inYourPlace, type InYourPlace } from './plan-table.ts';
import { planWordsIn } from './plan-words.ts';
import { at, type Choice, formOf, nodeAfter, SIMULTANEOUS } from './form.ts';
import { chancesByNode, formWordsIn } from './form-words.ts';
import { conditional, cooperatesFrom, grimDelta, inKind, kappaStarOf, never, planNamed, plans } from './plans.ts';
import { pay, type View } from './rules.ts';
import { standinPlan } from './standin.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';
import { choicesMade, doesAt, yourPlaceIn } from './your-place.ts';

export const pagesIn = memo((words: Words) => {
  const { beliefText, beliefForAll } = theoryIn(words);
  const { cell, cells, spelt, planBriefly, answering, nouns } = planWordsIn(words);
  const { believe } = yourPlaceIn(words);
  const { saidIn, nodes: called, lettered } = formWordsIn(words);

  function formulaPage(config: Config, moralis: Solution): readonly Block[] {
    const said = saidIn(config).theory;
    const { alpha = 0, beta = 0 } = moralis.taste;
    return [
      text(alpha === 0 && beta === 0 ? said.utility : `${said.utility} − α·B − β·A. ${said.social}`),
      text(said.kappa),
      text(said.pi.join(' ')),
      text(fill(said.piNote, { T: points(config.T), R: points(config.R), P: points(config.P), S: points(config.S) })),
      ...[sourceText(config)].filter(Boolean).map(text),
    ];
  }

  /** Whose payoffs these are, where they have a name. */
  function sourceText(config: Config): string {
    const name = presetName(config);
    const own = Object.entries(words.forms.sources).find(([experiment]) => experiment === name);
    return name === null ? '' : (own?.[1] ?? words.theory.source);
  }

  function thresholdsPage(config: Config, moralis: Solution): readonly Block[] {
    return [
      kappaStarText(config),
      ...(formOf(config) === SIMULTANEOUS ? [cooperatesText(config)] : []),
      ...thresholdTexts(config, moralis),
      ...(manyRounds(config) ? [repeatedText(config)] : []),
    ].map(text);
  }

  function kappaStarText(config: Config): string {
    const { T, R, S } = config;
    const value = kappaStarOf(config);
    return value === null
      ? fill(lettered(config, words.theory.kappaStarNone, inKind(config)), { twice: points(2 * R), sum: points(S + T) })
      : fill(saidIn(config).theory.kappaStar, { value: value.toFixed(4) });
  }

  /** Where nobody knows of the other: from which κ on C is best, by how likely the other cooperates. */
  const cooperatesText = (config: Config): string =>
    fill(words.forms.simultaneous.threshold, {
      zero: cooperatesFrom(config, 0).toFixed(4),
      half: cooperatesFrom(config, 0.5).toFixed(4),
      one: cooperatesFrom(config, 1).toFixed(4),
    });

  /** Under the belief in force: from which κ on CCD is best, and where DDD is first left. */
  const thresholdTexts = (config: Config, moralis: Solution): readonly string[] => [
    ...ccdTexts(config, moralis),
    dddText(config, moralis),
  ];

  /** One sentence a stretch on which CCD is best, with the plans that are as good all along it. */
  function ccdTexts(config: Config, moralis: Solution): readonly string[] {
    const said = words.theory;
    const { taste, belief: expects } = moralis;
    const belief = beliefForAll(config, moralis);
    const kind = conditional(config);
    const stretches = bestStretches(plans(config), plans(config).names.indexOf(kind), taste, expects);
    if (stretches.length === 0) return [fill(lettered(config, said.thresholdNone), { belief })];
    return stretches.map(({ from, to }) => {
      const { ties } = solved(plans(config), { ...taste, kappa: (from + to) / 2 }, expects);
      const equals = ties.map((one) => planNamed(config, one)).filter((plan) => plan !== kind);
      const tied = equals.length === 0 ? '' : fill(lettered(config, said.tiedWith), { plans: equals.join(', ') });
      const slots = { belief, tied, value: from.toFixed(4), to: to.toFixed(4) };
      const template = to - from < 1e-9 ? said.thresholdAt : to > 1 - 1e-9 ? said.threshold : said.thresholdTo;
      return fill(lettered(config, template), slots);
    });
  }

  /** Where DDD is played as κ goes from 0 to 1. */
  function dddText(config: Config, moralis: Solution): string {
    const said = words.theory;
    const belief = beliefForAll(config, moralis);
    const pieces = playedByKappa(plans(config), moralis.taste, moralis.belief);
    const mine = pieces.filter(({ plan }) => planNamed(config, plan) === never(config));
    const [only] = mine;
    if (only === undefined) return fill(lettered(config, said.leftNever), { belief });
    const next = pieces[pieces.indexOf(only) + 1];
    if (mine.length === 1 && only.from === 0 && only.to > only.from)
      return next === undefined
        ? fill(lettered(config, said.neverLeft), { belief })
        : fill(lettered(config, said.left), {
            belief,
            value: next.from.toFixed(3),
            plan: planNamed(config, next.plan),
          });
    const where = mine.map(({ from, to }) =>
      fill(from === to ? said.atKappa : said.fromTo, { from: from.toFixed(3), to: to.toFixed(3) }),
    );
    return fill(lettered(config, said.leftAt), { belief, where: where.join(', ') });
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
    const { worlds, letters, world: said } = saidIn(config).debrief;
    const show = expected(config);
    const { economicus, moralis } = inYourPlace({ ...view, history: [] }, taste, null).last;
    const world = (called: string, plan: string, agent: string): readonly Cell[] => {
      const place = plans(config).names.indexOf(plan);
      return [
        { text: called, who: [{ agent }] },
        { text: planBriefly(config, plan) },
        { text: show(tabulate(plans(config)).own[place]![place]!) },
      ];
    };
    const mine = ownSame(view);
    const own = ownPlan(view);
    return [
      text(
        `${worlds} ${fill(said.belief, { belief: beliefText(config, moralis) })}${config.steps === 3 ? spelt(config, letters) : ''}`,
      ),
      {
        kind: 'table',
        columns: [{ head: said.kind }, { head: said.plan }, { head: said.points, align: 'right' }],
        rows: [
          world('economicus', planNamed(config, economicus.plan), 'economicus'),
          world(`moralis κ = ${kappaText(moralis.taste.kappa)}`, planNamed(config, moralis.plan), 'moralis'),
          world(said.standin, standinPlan(config), 'baseline'),
          ...(mine === null
            ? []
            : [
                [
                  { text: said.you, who: [{ seat: view.seat }] },
                  { text: own === null ? '' : planBriefly(config, own) },
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
    const form = formOf(config);
    if (theirs === null || form === SIMULTANEOUS) return '';
    const said = saidIn(config).debrief;
    const answers = form.choices.map((move) => at(form, theirs, nodeAfter(move)));
    const earning = form.choices.map((move, i) => pay(config, move, answers[i]!)[0]);
    const earns = { C: earning[0]!, D: earning.at(-1)! };
    if (earns.C <= earns.D || earning.some((one) => one > earns.C)) return '';
    const unaware = solved(plans(config), { kappa: 0 }, UNIFORM);
    const slots = { ...nouns(config), points: points(earns.C), instead: points(earns.D) };
    return [
      fill(said.selfish, { ...slots, other: name, how: answering(config, answers) }),
      doesAt(config, unaware, 'first').includes('C') ? '' : fill(said.selfishUnaware, slots),
    ].join('');
  }

  /** Every own choice with the agents' in the same place and round; what was believed when, where that changed. */
  function yoursPage(view: View, place: InYourPlace, name: string): readonly Block[] {
    const said = words.debrief;
    const { config } = view;
    const many = manyRounds(config);
    const does = (choices: readonly Choice[]): Cell => ({
      text: cells(config, choices),
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
          { text: fill(called.where[one.node], nouns(config)) },
          { text: cell(config, one.choice) },
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
    const { nodes, choices } = formOf(view.config);
    const expected = choices.length === 2 ? slots.C : `${slots.C} / ${slots.H}`;
    return [
      text(fill(learned, { other: name, C: expected })),
      {
        kind: 'table',
        columns: [
          { head: learnedHead.round, align: 'right' },
          ...nodes.map((node) => ({
            head: fill(node === 'first' ? learnedHead.first : called.where[node], slots),
            align: 'right' as const,
          })),
        ],
        rows: view.history.map((_, round) => {
          const { belief } = place.in(round).economicus;
          const chances = chancesByNode(view.config, belief.kind === 'given' ? belief.numbers : []);
          return [String(round + 1), ...Object.values(chances)].map((cell) => ({ text: cell }));
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
    const { nodes, choices } = formOf(view.config);
    const three = choices.length > 2;
    const numbers = nodes.flatMap((node) => {
      const all = stated[three ? `${node}_C` : node];
      if (all === undefined) return [];
      const percent = three ? `${all} / ${stated[`${node}_H`] ?? 0}` : all;
      return [fill(said.statedAt, { percent, where: fill(called.where[node], slots) })];
    });
    if (numbers.length === 0) return [];
    return [text(fill(said.stated, { C: three ? `${slots.C} / ${slots.H}` : slots.C, numbers: numbers.join(', ') }))];
  }

  return { formulaPage, thresholdsPage, kappaStarText, thresholdTexts, repeatedText, worldsPage, yoursPage };
});
