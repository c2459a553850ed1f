/** The further pages of the debrief: the formula with its numbers, thresholds, each kind's world, and one's own answers. */
import { manyRounds } from '../core/rounds.ts';
import { type Block, type Cell, text } from '../core/blocks.ts';
import type { Plans, Taste } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { type Solution, solved } from '../core/theory.ts';
import { bestStretches, playedByKappa, selfThreshold } from '../core/thresholds.ts';
import { bestPlans } from './beliefs.ts';
import { nodesOf, planIndex, planName } from './form.ts';
import { expectedPoints, kappaText, points } from './format.ts';
import { ownPlan } from './hindsight.ts';
import { outcomeOf } from './normal-form.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { optionIn, spanOf, type SpokenForm } from './spoken-form.ts';
import type { theoryOf } from './theory.ts';
import type { YourPlace, yourPlaceOf } from './your-place.ts';

type PageParts<Config extends SequentialConfig> = {
  readonly plansOf: (config: Config) => Plans;
  readonly theory: ReturnType<typeof theoryOf<Config>>;
  readonly yours: ReturnType<typeof yourPlaceOf<Config>>;
  /** The plan whose thresholds are told. */
  readonly fair: string;
  /** What else is to be said of thresholds in these settings. */
  readonly more: (config: Config) => readonly string[];
};

/** Pages of a game of this form, in its words. */
export function pagesOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  { plansOf, theory, yours, fair, more }: PageParts<Config>,
) {
  type View = SequentialView<Config>;
  const { form, words } = spoken;
  const said = words.theory;
  const nodes = nodesOf(form);

  function formulaPage(config: Config, { taste: { alpha = 0, beta = 0 } }: Solution): readonly Block[] {
    const payoffs = Object.fromEntries(
      Object.entries(spoken.payoffs(config)).map(([name, value]) => [name, points(value)]),
    );
    return [
      text(alpha === 0 && beta === 0 ? said.utility : `${said.utility} − α·B − β·A. ${said.social}`),
      text(said.kappa),
      text(words.formulas.pi.join(' ')),
      text(fill(words.formulas.piNote, payoffs)),
      ...(spoken.presetName(config) === null ? [] : [text(words.formulas.source)]),
    ];
  }

  const thresholdsPage = (config: Config, moralis: Solution): readonly Block[] =>
    [
      ...more(config),
      starText(config),
      ...fairTexts(config, moralis),
      playedText(config, moralis),
      ...(manyRounds(config) ? [said.finite] : []),
    ].map(text);

  /** From which κ on the fair plan is a best reply to itself. */
  function starText(config: Config): string {
    const star = selfThreshold(plansOf(config), planIndex(form, fair));
    if (star === null) return fill(said.starNone, { plan: fair });
    return fill(star > 1 - 1e-9 ? said.starAt : said.star, { plan: fair, value: star.toFixed(4) });
  }

  /** One sentence a stretch on which the fair plan is best under the belief in force, with the plans that are as good all along it. */
  function fairTexts(config: Config, moralis: Solution): readonly string[] {
    const { taste, belief: expects } = moralis;
    const slots = { belief: theory.beliefForAll(moralis), plan: fair };
    const stretches = bestStretches(plansOf(config), planIndex(form, fair), taste, expects);
    if (stretches.length === 0) return [fill(said.thresholdNone, slots)];
    return stretches.map(({ from, to }) => {
      const middle = solved(plansOf(config), { ...taste, kappa: (from + to) / 2 }, expects);
      const equals = bestPlans(middle)
        .map((plan) => planName(form, plan))
        .filter((plan) => plan !== fair);
      const tied = equals.length === 0 ? '' : fill(said.tiedWith, { plans: equals.join(', ') });
      const numbers = { ...slots, tied, value: from.toFixed(4), to: to.toFixed(4) };
      if (to - from < 1e-9) return fill(said.thresholdAt, numbers);
      if (from < 1e-9 && to > 1 - 1e-9) return fill(said.thresholdAlways, numbers);
      return fill(to > 1 - 1e-9 ? said.threshold : said.thresholdTo, numbers);
    });
  }

  /** Which plan is played where as κ goes from 0 to 1. */
  function playedText(config: Config, moralis: Solution): string {
    const pieces = playedByKappa(plansOf(config), moralis.taste, moralis.belief);
    const belief = theory.beliefForAll(moralis);
    const [only] = pieces;
    if (pieces.length === 1 && only !== undefined)
      return fill(said.playedAlways, { belief, plan: planName(form, only.plan) });
    const told = pieces.map(({ from, to, plan }) =>
      fill(from === to ? said.pieceAt : said.pieceFrom, { plan: planName(form, plan), from: from.toFixed(3) }),
    );
    return fill(said.played, { belief, pieces: told.join(', ') });
  }

  /** Each kind among its like, not knowing whom it meets. */
  function worldsPage(view: View, taste: Taste): readonly Block[] {
    const { config, seat } = view;
    const { world } = words.debrief;
    const show = expectedPoints(spanOf(spoken, config));
    const { economicus, moralis } = yours.placed({ ...view, history: [] }, taste, null).last;
    const row = (called: string, plan: string, who: Cell['who'] & {}): readonly Cell[] => {
      const [first, second] = outcomeOf(form, config, plan, plan);
      return [{ text: called, who }, { text: yours.planLabels(config, plan) }, { text: show((first + second) / 2) }];
    };
    const own = ownPlan(form, view);
    return [
      text(`${words.debrief.worlds} ${fill(world.belief, { belief: theory.beliefText(moralis) })}`),
      {
        kind: 'table',
        columns: [{ head: world.kind }, { head: world.plan }, { head: world.points, align: 'right' }],
        rows: [
          row('economicus', planName(form, economicus.plan), [{ agent: 'economicus' }]),
          row(`moralis κ = ${kappaText(moralis.taste.kappa)}`, planName(form, moralis.plan), [{ agent: 'moralis' }]),
          row(world.standin, yours.standinPlan(config), [{ agent: 'baseline' }]),
          ...(own === null ? [] : [row(world.you, own, [{ seat }])]),
        ],
      },
    ];
  }

  /** Every own choice with the agents' in the same place and round; what was believed when, where that changed. */
  function yoursPage(view: View, place: YourPlace, name: string): readonly Block[] {
    const { config, seat } = view;
    const { columnsYours: heads, where, either } = words.debrief;
    const many = manyRounds(config);
    const does = ([letter, ...others]: readonly string[]): Cell => ({
      text: letter === undefined || others.length > 0 ? either : optionIn(spoken, config, letter).label,
    });
    return [
      text(fill(words.debrief.yours, { belief: yours.believe(config, place, name) })),
      {
        kind: 'table',
        columns: [
          ...(many ? [{ head: heads.round, align: 'right' as const }] : []),
          { head: heads.where },
          { head: heads.you, who: { seat } },
          { head: heads.economicus, who: { agent: 'economicus' } },
          { head: `${heads.moralis} ${kappaText(place.last.moralis.taste.kappa)}`, who: { agent: 'moralis' } },
        ],
        rows: yours
          .choicesMade(view, place)
          .map(({ round, node: { after }, letter, economicus, moralis }) => [
            ...(many ? [{ text: String(round + 1) }] : []),
            { text: after === null ? where.first : fill(where.after, { noun: optionIn(spoken, config, after).noun }) },
            { text: optionIn(spoken, config, letter).label },
            does(economicus),
            does(moralis),
          ]),
        keep: 'last',
      },
      ...(many && place.belief.kind === 'observed' ? learnedTable(view, place) : []),
      ...statedTexts(view),
    ];
  }

  /** What an agent in this place expected of the other before each round. */
  function learnedTable({ config, history }: View, place: YourPlace): readonly Block[] {
    const { learned, columnsYours } = words.debrief;
    return [
      text(learned),
      {
        kind: 'table',
        columns: [columnsYours.round, ...yours.countHeads(config)].map((head) => ({ head, align: 'right' as const })),
        rows: history.map((_, round) => {
          const { belief } = place.in(round).economicus;
          const numbers = belief.kind === 'given' ? belief.numbers : nodes.map(() => 0.5);
          return [String(round + 1), ...numbers.map((number) => String(Math.round(100 * number)))].map((cell) => ({
            text: cell,
          }));
        }),
        keep: 'last',
      },
    ];
  }

  /** What one said one expected, in the last round in which it was asked. */
  function statedTexts({ config, history }: View): readonly Block[] {
    const stated = history.at(-1)?.stated ?? {};
    const { believe, stated: template } = words.debrief;
    const numbers = nodes.flatMap(({ key, options: [letter] }) => {
      const percent = stated[key];
      const { label } = optionIn(spoken, config, letter);
      return percent === undefined ? [] : [fill(believe.number, { label, percent })];
    });
    return numbers.length === 0 ? [] : [text(fill(template, { numbers: numbers.join(', ') }))];
  }

  return { formulaPage, thresholdsPage, worldsPage, yoursPage };
}
