/** What happened and why: where one stands, what would have paid, then the reasons with κ to move, and pages with the rest. */
import { manyRounds } from '../../src/core/rounds.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Debrief, Names, Taste } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { type Solution } from '../../src/core/theory.ts';
import { ECONOMICUS, kappaScale, MORALIS } from '../../src/sequential/solution-words.ts';
import { matchBelief, solutionAfter, type Told } from './belief.ts';
import { type Config, contributions } from './config.ts';
import { expected, kappaText, points, short } from './format.ts';
import { bestOf, given, planOf, written } from './plans.ts';
import { pagesIn } from './pages.ts';
import { othersMean, pay, type SeenRound, sumOf, tidy, type View } from './rules.ts';
import { sceneIn } from './scene.ts';
import { chances } from './stand-in.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';

/** Both agents as they would have answered in this seat, in the round after so many. */
export type Both = { readonly economicus: Solution; readonly moralis: Solution };

function bothAfter({ config, history }: View, { variant: _, ...taste }: Taste, told: Told, round: number): Both {
  const belief = matchBelief(config, told);
  const seen = history.slice(0, round);
  return {
    economicus: solutionAfter(config, { kappa: 0 }, belief, seen),
    moralis: solutionAfter(config, taste, belief, seen),
  };
}

const meanOf = (values: readonly number[]): number => sumOf(values) / Math.max(1, values.length);

export const debriefIn = memo((words: Words) => {
  const said = words.debrief;
  const { resultText, groupTable } = sceneIn(words);
  const { beliefText } = theoryIn(words);
  const { byKappaText, formulaPage, thresholdsPage } = pagesIn(words);

  function debrief(
    view: View,
    taste: Taste,
    names: Names,
    seated: readonly (Taste | null)[] = [],
    disclosed = false,
  ): Debrief {
    const { config, history } = view;
    const told = Array.from({ length: config.players }, (_, seat) => (disclosed ? (seated[seat] ?? null) : null));
    told.splice(view.seat, 1);
    const rounds = history.map((_, round) => bothAfter(view, taste, told, round));
    const last = rounds.at(-1) ?? bothAfter(view, taste, told, 0);
    const { pages } = said;
    const happened = text(resultText(view, names));
    return {
      plain:
        history.length === 0
          ? [happened]
          : [
              happened,
              ...placeTable(view, rounds),
              text(standText(view, last)),
              text(hindsightText(view)),
              text(fill(config.players === 2 ? said.sameTwo : said.same, { points: points(sameWorld(view)) })),
            ],
      blocks: [
        text(
          fill(said.about, { belief: beliefText(config, last.moralis), kappa: kappaText(last.moralis.taste.kappa) }),
        ),
        contributionTable(view, last),
        kappaScale(said.scale, last.moralis),
        text(byKappaText(config)),
      ],
      kappa: true,
      more: [
        { key: 'f', label: pages.formula, blocks: formulaPage(config, last.moralis) },
        { key: 't', label: pages.thresholds, blocks: thresholdsPage(config) },
        { key: 'w', label: pages.worlds, blocks: worldsPage(view, last) },
        {
          key: 'g',
          label: pages.group,
          blocks: [
            text(history.length > 1 ? fill(said.group, { rounds: history.length }) : said.groupOnce),
            groupTable(view, names),
          ],
        },
        {
          key: 'y',
          label: pages.yours,
          blocks: [text(config.askBeliefs ? said.yoursAsked : said.yours), yoursTable(view, rounds)],
        },
      ],
    };
  }

  /** A contribution that is best, or "anything" where all are. */
  const bestText = (config: Config, solution: Solution): string => {
    const best = bestOf(config, solution);
    return best.length > 1 ? said.any : written(config, best[0] ?? 0);
  };

  /** Oneself, the others and each agent: what is put in a round. */
  function placeTable(view: View, rounds: readonly Both[]): readonly Block[] {
    const { config, history, seat } = view;
    const show = expected(config);
    const once = history.length === 1;
    const mine = meanOf(history.map((round) => round.mine));
    const theirs = meanOf(history.map((round) => othersMean(config, round)));
    const share = (value: number): Cell => ({ text: `${Math.round((100 * value) / config.endowment)} %` });
    const row = (first: Cell, value: number, whole = false): readonly Cell[] => [
      first,
      { text: whole && once ? written(config, value) : show(value) },
      share(value),
    ];
    const agent = (first: Cell, of: (both: Both) => Solution): readonly Cell[] => {
      const all = rounds.map(of);
      if (all.some(({ ties }) => ties.length > 0)) return [first, { text: said.any }, { text: '' }];
      return row(first, meanOf(all.map(({ plan }) => given(config, plan))), true);
    };
    const { moralis } = rounds.at(-1)!;
    const called = said.who;
    return [
      text(once ? said.placeOnce : said.place),
      {
        kind: 'table',
        columns: [
          { head: said.columns.who },
          { head: said.columns.putIn, align: 'right' },
          { head: fill(said.columns.share, { endowment: written(config, config.endowment) }), align: 'right' },
        ],
        rows: [
          row({ text: called.you, who: [{ seat }] }, mine, true),
          row({ text: config.players === 2 ? called.other : called.others }, theirs),
          agent({ text: 'economicus', who: [ECONOMICUS] }, (both) => both.economicus),
          agent(
            { text: fill(called.moralis, { kappa: kappaText(moralis.taste.kappa) }), who: [MORALIS] },
            (both) => both.moralis,
          ),
          row({ text: called.baseline, who: [{ agent: 'baseline' }] }, chances(config).mean),
        ],
      },
    ];
  }

  /** On the way from what economicus puts in to what moralis does, where they differ. */
  function standText({ config, history }: View, { economicus, moralis }: Both): string {
    const percent = Math.round((100 * meanOf(history.map((round) => round.mine))) / config.endowment);
    const slots = { kappa: kappaText(moralis.taste.kappa), percent };
    if (moralis.ties.length > 0) return fill(said.stand.tied, slots);
    const [nothing, everything] = [given(config, economicus.plan), given(config, moralis.plan)];
    const between = nothing === 0 && everything === config.endowment;
    return fill(between ? said.stand.between : said.stand.alike, slots);
  }

  /** What would have paid best against the same contributions of the others, and what it would have been to them. */
  function hindsightText({ config, history, points: got }: View): string {
    const { m, endowment, players } = config;
    const { best: nothing, bestTwo, less, lessTwo, more, moreTwo, unanswered } = said.hindsight;
    const two = players === 2;
    const best = m < 1 ? 0 : endowment;
    const change = sumOf(history.map(({ mine }) => best - mine));
    const forgone = tidy(change * (m - 1));
    if (forgone < 1e-9) return fill(two ? bestTwo : nothing, { points: points(got) });
    return fill(m < 1 ? (two ? lessTwo : less) : two ? moreTwo : more, {
      forgone: points(forgone),
      loss: points(Math.abs(tidy(m * change))),
      unanswered: history.length > 1 ? unanswered : '',
    });
  }

  /** Points of a player if everybody had put in what this one did, all rounds together. */
  const sameWorld = ({ config, history }: View): number =>
    sumOf(history.map(({ mine }) => pay(config, mine, config.players * mine)));

  /** Quarters of what one has, and one's own contribution where there was one round: own payoff, if all did so, and the mix. */
  function contributionTable({ config, history, seat }: View, { economicus, moralis }: Both): Block {
    const all = contributions(config);
    const own = history.length === 1 ? history[0]!.mine : null;
    const places = [0, 1, 2, 3, 4].map((quarter) => all[Math.round((quarter * (all.length - 1)) / 4)]!);
    const best = [economicus, moralis].flatMap((one) => (one.ties.length > 0 ? [] : [given(config, one.plan)]));
    const shown = [...new Set([...places, ...best, ...(own === null ? [] : [own])])].sort((a, b) => b - a);
    const show = expected(config);
    const { kappa } = moralis.taste;
    const marked = (words: string, solution: Solution, place: number, who: Cell['who']): Cell =>
      bestOf(config, solution).includes(given(config, place))
        ? { text: words, ...(who ? { who } : {}) }
        : { text: words };
    const heads = said.table;
    return {
      kind: 'table',
      columns: [
        { head: heads.putIn, align: 'right' },
        { head: heads.own, align: 'right' },
        { head: heads.same, align: 'right' },
        { head: fill(heads.mix, { kappa: kappaText(kappa) }), align: 'right' },
      ],
      rows: shown.map((contribution) => {
        const place = planOf(config, contribution);
        return [
          { text: written(config, contribution), ...(contribution === own ? { who: [{ seat }] } : {}) },
          marked(show(economicus.terms.own[place]!), economicus, place, [ECONOMICUS]),
          { text: show(moralis.terms.same[place]!) },
          marked(show(moralis.utilities[place]!), moralis, place, [MORALIS]),
        ];
      }),
    };
  }

  /** Each kind among its like. */
  function worldsPage(view: View, { economicus, moralis }: Both): readonly Block[] {
    const { config, history, seat } = view;
    const show = expected(config);
    const row = (first: Cell, contribution: number): readonly Cell[] => [
      first,
      { text: show(contribution) },
      { text: show(pay(config, contribution, config.players * contribution)) },
    ];
    const { world } = said;
    const own = history.length === 0 ? null : meanOf(history.map(({ mine }) => mine));
    return [
      text(said.worlds),
      {
        kind: 'table',
        columns: [{ head: world.kind }, { head: world.does, align: 'right' }, { head: world.points, align: 'right' }],
        rows: [
          row({ text: 'economicus', who: [ECONOMICUS] }, given(config, economicus.plan)),
          row(
            { text: fill(said.who.moralis, { kappa: kappaText(moralis.taste.kappa) }), who: [MORALIS] },
            given(config, moralis.plan),
          ),
          row({ text: world.standin, who: [{ agent: 'baseline' }] }, chances(config).mean),
          ...(own === null ? [] : [row({ text: world.you, who: [{ seat }] }, own)]),
        ],
      },
    ];
  }

  function yoursTable({ config, history, seat }: View, rounds: readonly Both[]): Block {
    const heads = said.columnsYours;
    const show = expected(config);
    const asked = history.some(({ expected: stated }) => stated !== null);
    const kappa = kappaText(rounds.at(-1)?.moralis.taste.kappa ?? 0);
    const row = (round: SeenRound, i: number): readonly string[] => [
      ...(manyRounds(config) ? [String(i + 1)] : []),
      written(config, round.mine),
      show(othersMean(config, round)),
      ...(asked ? [round.expected === null ? said.none : short(round.expected)] : []),
      bestText(config, rounds[i]!.economicus),
      bestText(config, rounds[i]!.moralis),
    ];
    return {
      kind: 'table',
      columns: [
        ...(manyRounds(config) ? [{ head: heads.round }] : []),
        { head: heads.you, who: { seat } },
        { head: config.players === 2 ? heads.other : heads.others },
        ...(asked ? [{ head: heads.expected }] : []),
        { head: heads.economicus, who: ECONOMICUS },
        { head: fill(heads.moralis, { kappa }), who: MORALIS },
      ].map((column) => ({ ...column, align: 'right' as const })),
      rows: history.map((round, i) => row(round, i).map((cell) => ({ text: cell }))),
      keep: 'last',
    };
  }

  return { debrief };
});
