/** What happened beside what each agent would have answered, and why. The agents' numbers are theory, the stand-in's a stand-in's. */
import { memo } from '../../src/core/memo.ts';
import type { Block, Cell } from '../../src/core/blocks.ts';
import type { Debrief, Names, Taste } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { isKin, type Item, moreAhead, PARTY, type Question, QUESTIONS, RIDERS, type Riders } from './items.ts';
import { dilemma } from './measures.ts';
import type { View } from './rules.ts';
import { sceneIn } from './scene.ts';
import { type Comparison, comparison, figured, mean, ridersIn, shown } from './summary.ts';
import { kappaShown, plain } from './theory.ts';
import type { Words } from './words.ts';

const text = (line: string): Block => ({ kind: 'text', text: line });

/** Whose answers, beside which moralis. */
type Table = { readonly view: View; readonly kappa: number; readonly you: string };

/** The question that the first page is about: the one where agents differ most. */
const MAIN: readonly Question[] = ['buy-minimising', 'buy-protective', 'law', 'programmed', 'strength', 'moral'];

/** More items than this do not stand on one screen: averages by the number ahead come first. */
const MOST_ROWS = 12;

/** From here on a rating is as good as at its end. */
const NEAR_END = 95;

const AGENTS = ['economicus', 'moralis', 'baseline'] as const;

/** Where neither action is the more moral one, and buying as likely as not. */
const EVEN = 50;

type CellRow = { readonly label: string; readonly holds: (item: Item) => boolean };

export const debriefIn = memo((words: Words) => {
  const { itemName } = sceneIn(words);

  const said = words.debrief;

  function debrief(view: View, taste: Taste, names: Names): Debrief {
    const table: Table = { view, kappa: taste.kappa, you: names[view.seat] ?? words.who.you };
    const asked = QUESTIONS.filter((question) => view.questions.includes(question));
    const main = MAIN.find((question) => asked.includes(question)) ?? 'moral';
    const { pages } = said;
    const bought = asked.filter((question) => question.startsWith('buy'));
    const judged = asked.filter((question) => !question.startsWith('buy'));
    const stand = standText(table, main);
    return {
      plain: [
        text(sentence(view)),
        ...byRiders(table, main),
        ...(stand === '' ? [] : [text(stand)]),
        text(why(table, main)),
      ],
      blocks: onALine(table, main),
      kappa: true,
      more: [
        ...(bought.length > 0 ? [{ key: 'a', label: pages.bought, blocks: everyItem(table, bought) }] : []),
        { key: 'f', label: pages.formula, blocks: formula() },
        ...(judged.length > 0
          ? [{ key: bought.length > 0 ? 'j' : 'a', label: pages.judged, blocks: everyItem(table, judged) }]
          : []),
        { key: 'r', label: pages.reported, blocks: words.page.reported.map(text) },
      ],
    };
  }

  /** The social dilemma, from one's own answers. */
  function sentence(view: View): string {
    const found = dilemma(view);
    if (found === null) return said.unknown;
    const { minimising, protective, chosen } = found;
    const moral =
      chosen === null
        ? fill(said.moralRating, { rating: apart(found.moral, EVEN) })
        : fill(said.moralChoice, { k: chosen.swerve, n: chosen.of });
    const against = protective === null ? minimising < EVEN : protective > minimising;
    const buying = fill(buyingWords(minimising, protective), {
      minimising: apart(minimising, protective ?? EVEN),
      protective: protective === null ? '' : apart(protective, minimising),
    });
    const judged =
      found.moral > EVEN ? (against ? said.gap : said.noGap) : found.moral < EVEN ? said.reverse : said.even;
    return fill(judged, { moral, buying });
  }

  /** In whole points, or with decimals where these would hide that it is not the other number. */
  const apart = (value: number, other: number): string =>
    value !== other && Math.round(value) === Math.round(other) ? plain(value) : shown(value, words.result.none);

  function buyingWords(minimising: number, protective: number | null): string {
    if (protective === null) return said.buyingOnly;
    if (protective > minimising) return said.buyingProtective;
    return protective < minimising ? said.buyingMinimising : said.buyingEither;
  }

  /** One's own average and the agents', a party a row. */
  function byRiders({ view, kappa, you }: Table, question: Question): readonly Block[] {
    const { controls } = figured(view.items);
    const number = (value: number | null): Cell => ({ text: shown(value, words.result.none) });
    return [
      text(fill(controls ? said.controls : said.figured, { about: said.about[question] })),
      {
        kind: 'table',
        columns: [
          { head: said.ridersHead },
          { head: you, align: 'right', who: { seat: view.seat } },
          { head: words.who.economicus, align: 'right', who: { agent: 'economicus' } },
          { head: words.who.moralis, align: 'right', who: { agent: 'moralis' } },
          { head: words.who.baseline, align: 'right', who: { agent: 'baseline' } },
        ],
        rows: parties(view, question, kappa).map(({ label, of }) => [
          { text: label },
          number(of.own),
          number(of.economicus),
          number(of.moralis),
          number(of.baseline),
        ]),
      },
    ];
  }

  function parties(
    view: View,
    question: Question,
    kappa: number,
  ): readonly { readonly riders: Riders; readonly label: string; readonly of: Comparison }[] {
    const { holds } = figured(view.items);
    return ridersIn(view.items.filter(holds), RIDERS).map((riders) => ({
      riders,
      label: words.riders[riders],
      of: comparison(view, question, kappa, (item) => holds(item) && item.riders === riders),
    }));
  }

  /** The same averages as marks on a line, and κ with the point where moralis comes to prefer the minimising car everywhere. */
  function onALine({ view, kappa, you }: Table, question: Question): readonly Block[] {
    const mark = (at: number | null, who: { readonly agent: string } | { readonly seat: number }) =>
      at === null ? [] : [{ at, who }];
    return [
      text(fill(said.line, { about: said.about[question], you })),
      {
        kind: 'scale',
        min: 0,
        max: 100,
        ends: ['0', '100'],
        rows: parties(view, question, kappa).map(({ label, of }) => ({
          label,
          marks: [
            ...mark(of.economicus, { agent: 'economicus' }),
            ...mark(of.moralis, { agent: 'moralis' }),
            ...mark(of.baseline, { agent: 'baseline' }),
            ...mark(of.own, { seat: view.seat }),
          ],
          text: shown(of.own, words.result.none),
        })),
      },
      threshold(view.items, kappa),
    ];
  }

  function threshold(items: readonly Item[], kappa: number): Block {
    const last = Math.max(0, ...items.filter(moreAhead).map((item) => PARTY[item.riders].aboard / item.pedestrians));
    return {
      kind: 'scale',
      min: 0,
      max: 1,
      ends: said.kappaEnds,
      rows: [
        {
          label: said.kappa,
          marks: [
            { at: 0, who: { agent: 'economicus' } },
            { at: kappa, who: { agent: 'moralis' } },
          ],
          notes: [{ at: last, text: last === 0 ? said.tipsNever : fill(said.tips, { kappa: kappaShown(last) }) }],
        },
      ],
    };
  }

  /** What the numbers of the agents come from, in words, and only where they show it. */
  function why({ view, kappa }: Table, question: Question): string {
    const shownParties = parties(view, question, kappa);
    if (figured(view.items).controls) return said.why.controls;
    if (question === 'law') return said.why.law;
    if (!question.startsWith('buy')) return said.why.judged;
    const withKin = shownParties.filter(({ riders }) => isKin(riders)).length;
    const kin =
      withKin > 0 && withKin < shownParties.length
        ? said.why[question === 'buy-minimising' ? 'kinLess' : 'kinMore']
        : '';
    const prefers =
      kappa === 0
        ? said.why.never
        : fill(said.why.prefers, { kappa: kappaShown(kappa), one: plain(1 / kappa), two: plain(2 / kappa) });
    const nearEnd =
      question === 'buy-minimising' && shownParties.every(({ of }) => of.moralis !== null && of.moralis >= NEAR_END);
    return [kin, prefers, nearEnd ? said.why.end : ''].filter(Boolean).join(' ');
  }

  /** Whose averages one's own are nearest to, over the parties that one answered about. */
  function standText({ view, kappa }: Table, question: Question): string {
    const both = parties(view, question, kappa).filter(({ of }) => of.own !== null);
    if (both.length === 0) return '';
    const off = AGENTS.map((agent) => ({
      agent,
      points: mean(both.map(({ of }) => Math.abs((of.own ?? 0) - (of[agent] ?? 0)))) ?? 0,
    }));
    const least = Math.min(...off.map(({ points }) => points));
    const nearest = off.filter(({ points }) => points < least + 0.5).map(({ agent }) => words.who[agent]);
    return nearest.length === AGENTS.length
      ? said.stand.all
      : fill(said.stand.nearest, { nearest: nearest.join(said.stand.and), points: Math.round(least) });
  }

  /** Every item in the order shown, one's own answer before the agents' in each cell. */
  function everyItem({ view, kappa, you }: Table, questions: readonly Question[]): readonly Block[] {
    const { items, itemsMany, legendBought, legendJudged, legendLaw, itemHead, aheadHead } = words.page;
    const bought = questions.some((question) => question.startsWith('buy'));
    const legends = bought ? [legendBought] : questions.includes('law') ? [legendJudged, legendLaw] : [legendJudged];
    const legend = fill(legends.join(' '), { you, kappa: kappaShown(kappa) });
    const numbers = [...new Set(view.items.map((item) => item.pedestrians))].sort((a, b) => a - b);
    const cells = (head: string, rows: readonly CellRow[]): Block => ({
      kind: 'table',
      columns: [{ head }, ...questions.map((question) => ({ head: words.heads[question], align: 'right' as const }))],
      rows: rows.map(({ label, holds }) => [
        { text: label },
        ...questions.map((question): Cell => ({ text: inOneCell(comparison(view, question, kappa, holds), question) })),
      ]),
      keep: 'first',
    });
    const byNumber = numbers.map((n): CellRow => ({ label: String(n), holds: (item) => item.pedestrians === n }));
    return [
      ...(view.items.length > MOST_ROWS
        ? [text(fill(itemsMany, { n: view.items.length })), cells(aheadHead, byNumber)]
        : []),
      text(fill(items, { legend })),
      cells(
        itemHead,
        view.items.map((one): CellRow => ({ label: itemName(one), holds: (item) => item === one })),
      ),
    ];
  }

  /** "35/5/100/100"; where agents agree by construction they share a number, and where nothing is asked there is one dash. */
  function inOneCell({ own, economicus, moralis, baseline }: Comparison, question: Question): string {
    if (own === null && moralis === null) return words.result.none;
    const numbers = question.startsWith('buy')
      ? [own, economicus, moralis, baseline]
      : question === 'law'
        ? [own, moralis, baseline]
        : [own, moralis];
    return numbers.map((number) => shown(number, words.result.none)).join('/');
  }

  /** The formulas, and the reason for them. */
  function formula(): readonly Block[] {
    const { given, formulas, why } = words.page;
    return [text(given), { kind: 'facts', facts: formulas.map(([label, value]) => ({ label, value })) }, text(why)];
  }

  return { debrief, formula };
});
