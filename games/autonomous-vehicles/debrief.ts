/** What happened beside what each agent would have answered, and why. The agents' numbers are theory, the stand-in's a stand-in's. */
import type { Block, Cell } from '../../src/blocks.ts';
import type { Debrief, Names, Taste } from '../../src/game.ts';
import { say } from '../../src/words.ts';
import { type Item, PARTY, type Question, QUESTIONS, RIDERS } from './items.ts';
import { dilemma } from './measures.ts';
import type { View } from './rules.ts';
import { itemName } from './scene.ts';
import { type Comparison, comparison, figured, ridersIn, shown } from './summary.ts';
import { fixed, plain } from './theory.ts';
import { words } from './words.en.ts';

const text = (line: string): Block => ({ kind: 'text', text: line });

export function debrief(view: View, taste: Taste, names: Names): Debrief {
  const { kappa } = taste;
  const you = names[view.seat] ?? words.debrief.you;
  const asked = QUESTIONS.filter((question) => view.questions.includes(question));
  const main = MAIN.find((question) => asked.includes(question)) ?? 'moral';
  const said = words.debrief;
  const { pages } = said;
  return {
    blocks: [
      text(sentence(view)),
      ...byRiders(view, main, kappa, you),
      text(sign(kappa)),
      text(`${said.kin} ${said.ceiling} ${said.standinNote}`),
    ],
    kappa: true,
    more: [
      { key: 'a', label: pages.items, blocks: everyItem(view, asked, kappa, you) },
      { key: 'f', label: pages.formula, blocks: formula() },
      { key: 'r', label: pages.reported, blocks: words.page.reported.map(text) },
    ],
  };
}

/** The question that the first page is about: the one where agents differ most. */
const MAIN: readonly Question[] = ['buy-minimising', 'buy-protective', 'law', 'programmed', 'strength', 'moral'];

/** The social dilemma, from one's own answers. */
function sentence(view: View): string {
  const said = words.debrief;
  const found = dilemma(view);
  if (found === null) return said.unknown;
  const { minimising, protective } = found;
  const moral =
    found.chosen === null
      ? say(said.moralRating, { rating: shown(found.moral, '') })
      : say(said.moralChoice, { k: found.chosen.swerve, n: found.chosen.of });
  const slots = { minimising: shown(minimising, ''), protective: shown(protective, '') };
  const buying =
    protective === null
      ? said.buyingOnly
      : protective > minimising
        ? said.buyingProtector
        : protective < minimising
          ? said.buyingSaver
          : said.buyingEither;
  const right = found.moral >= 50;
  const against = protective === null ? minimising < 50 : protective > minimising;
  return say(right ? (against ? said.gap : said.noGap) : said.reverse, { moral, buying: say(buying, slots) });
}

function byRiders(view: View, question: Question, kappa: number, you: string): readonly Block[] {
  const said = words.debrief;
  const { controls, holds } = figured(view.items);
  const present = ridersIn(view.items.filter(holds), RIDERS);
  return [
    text(say(controls ? said.tableControls : said.table, { question: words.measured[question] })),
    table(
      view,
      kappa,
      you,
      said.ridersHead,
      present.map((riders) => ({
        label: words.riders[riders],
        numbers: comparison(view, question, kappa, (item) => holds(item) && item.riders === riders),
      })),
    ),
    threshold(view.items, kappa),
  ];
}

type Row = { readonly label: string; readonly numbers: Comparison };

/** One's own number and the agents', a row each. */
function table(view: View, kappa: number, you: string, head: string, rows: readonly Row[]): Block {
  const cell = (number: number | null): Cell => ({ text: shown(number, words.result.none) });
  return {
    kind: 'table',
    columns: [
      { head },
      { head: you, align: 'right', who: { seat: view.seat } },
      { head: 'economicus', align: 'right', who: { agent: 'economicus' } },
      { head: say(words.debrief.moralis, { kappa: fixed(kappa, 2) }), align: 'right', who: { agent: 'moralis' } },
      { head: words.debrief.standin, align: 'right', who: { agent: 'baseline' } },
    ],
    rows: rows.map(({ label, numbers }) => [
      { text: label },
      cell(numbers.own),
      cell(numbers.economicus),
      cell(numbers.moralis),
      cell(numbers.baseline),
    ]),
    keep: 'first',
  };
}

/** κ from 0 to 1, and where moralis begins to prefer the car that saves most in every item with more ahead. */
function threshold(items: readonly Item[], kappa: number): Block {
  const said = words.debrief;
  const tips = items.flatMap((item) => {
    const tip = PARTY[item.riders].aboard / item.pedestrians;
    return tip < 1 ? [tip] : [];
  });
  const last = Math.max(0, ...tips);
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
        notes: [tips.length === 0 ? { at: 0, text: said.tipsNever } : { at: last, text: say(said.tips, { kappa: fixed(last, 2) }) }],
      },
    ],
  };
}

function sign(kappa: number): string {
  const said = words.debrief;
  return kappa === 0 ? said.signNever : say(said.sign, { one: plain(1 / kappa), two: plain(2 / kappa) });
}

function everyItem(view: View, asked: readonly Question[], kappa: number, you: string): readonly Block[] {
  const tables = asked.flatMap((question): readonly Block[] => {
    const items = view.items.filter((item) => !(question === 'buy-protective' && item.law === 'required'));
    if (items.length === 0) return [];
    return [
      table(
        view,
        kappa,
        you,
        words.measured[question],
        items.map((item) => ({ label: itemName(item), numbers: comparison(view, question, kappa, (one) => one === item) })),
      ),
    ];
  });
  return [text(words.page.itemsNote), ...tables];
}

/** The formulas, and the reason for them. */
export function formula(): readonly Block[] {
  return [
    ...words.page.formula.map(text),
    { kind: 'facts', facts: words.page.rows.map(([label, value]) => ({ label, value })) },
    text(words.page.why),
  ];
}
