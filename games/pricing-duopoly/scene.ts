/** What a seller reads before and during the match, and what happened, as blocks. */
import { memo } from '../../src/core/memo.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import type { Calculator, Decision, Heading, Names } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { rivalOf } from './demand.ts';
import { amount, money, price, short } from './format.ts';
import { isOnce, type View, rulesIn } from './rules.ts';
import { firmOf, ordered, solved } from './solution.ts';
import type { Words } from './words.ts';

/** The role is the name of the seat: costs and products may differ. */
export const FIRST = 'first';

export const SECOND = 'second';

const paragraphs = (sentences: readonly (readonly string[])[]): readonly Block[] =>
  sentences
    .map((paragraph) => paragraph.filter(Boolean).join(' '))
    .filter(Boolean)
    .map(text);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Steps from cost to the limit in the table of what-ifs: of one's own price, and of the rival's. */
const OWN_PRICES = 10;
const RIVAL_PRICES = 6;

export const sceneIn = memo((words: Words) => {
  const listed = (items: readonly string[]): string => items.join(', ').replace(/, ([^,]*)$/, `${words.lab.and}$1`);

  /** The word for the money: as it was set, or the language's own where it was not. */
  const unitOf = ({ unit }: Config): string => (unit === 'points' ? words.lab.points : unit);

  const { priceInput } = rulesIn(words);

  /** `programs` and `whatIfs` as `Game.instructions` has them: what stands opposite, and what there is to try prices with. */
  function instructions(
    config: Config,
    role: string,
    names: Names,
    programs: readonly boolean[] = [],
    whatIfs: 'calculator' | 'table' = 'calculator',
  ): readonly Block[] {
    const lab = solved(config);
    const firm = role === SECOND ? 1 : 0;
    const other = rivalOf(firm);
    const rival = names[other] ?? '';
    const { a, c, scale } = lab.market;
    const { instructions: said } = words;
    const cost = (seller: 0 | 1): string => price(lab, config.currency * c[seller]);
    const costs = [
      fill(said.cost, { cost: cost(firm), unit: unitOf(config) }),
      c[0] === c[1] ? '' : fill(said.otherCost, { rival, cost: cost(other) }),
    ];
    const liked = a[0] === a[1] ? '' : fill(a[firm] > a[other] ? said.better : said.worse, { rival });
    const seen = [
      said.prices,
      config.quantity ? said.units : '',
      config.rivalProfit ? said.profits : said.profit,
    ].filter(Boolean);
    const rounds =
      config.horizon === 'indefinite'
        ? fill(said.indefinite, { percent: short(100 * config.delta) })
        : config.rounds === 1
          ? said.one
          : fill(said.finite, { rounds: config.rounds });
    const once = isOnce(config);
    const tried = once ? said.tableOnce : said.table;
    return paragraphs([
      [words.framing[config.framing]],
      [
        programs[other] ? fill(said.program, { rival }) : '',
        fill(once ? said.marketOnce : said.market, { rival }),
        fill(once ? said.buyersOnce : said.buyers, { scale: short(scale) }),
        liked,
      ],
      [...costs, fill(said.ceiling, { limit: price(lab, lab.limit) })],
      [
        rounds,
        config.practice === 0
          ? ''
          : config.practice === 1
            ? said.onePractice
            : fill(said.practice, { practice: config.practice }),
      ],
      [
        fill(once ? said.seenOnce : said.seen, { what: listed(seen) }),
        config.horizon === 'indefinite' || config.window < config.rounds
          ? fill(said.window, { window: config.window })
          : '',
        config.calculator ? (whatIfs === 'table' ? tried : said.calculator) : '',
      ],
    ]);
  }

  function heading(view: View, about: string): Heading {
    const { round, of, practice, over } = view;
    const said = over
      ? words.heading.over
      : practice
        ? words.heading.practice
        : of === null
          ? words.heading.open
          : words.heading.round;
    return { about, where: fill(said, { round, of: of ?? '' }) };
  }

  function scene(view: View, _decision: Decision, names: Names): readonly Block[] {
    const { config, rows, practice } = view;
    const rival = names[1 - view.seat] ?? '';
    if (rows.length === 0) {
      const { first, firstPractice, afterPractice } = words.scene;
      return [text(fill(practice ? firstPractice : config.practice > 0 ? afterPractice : first, { rival }))];
    }
    const told: Block = { kind: 'row', blocks: [chart(view, names), history(view)] };
    return practice ? [text(words.scene.practice), told] : [told];
  }

  /** Prices over the rounds: one line a seller; Nash and monopoly only where the treatment shows them. */
  function chart({ config, seat, rows, of }: View, names: Names): Block {
    const lab = solved(config);
    const own = firmOf(seat);
    const from = rows[0]?.round ?? 1;
    const last = rows.at(-1)?.round ?? 0;
    const levels = config.benchmarks
      ? [
          { at: lab.nash.prices[own], label: words.scene.nash },
          { at: lab.monopoly.prices[own], label: words.scene.monopoly },
        ]
      : [];
    return {
      kind: 'series',
      period: words.scene.period,
      periods: Math.min(of ?? last + 1, Math.max(10, last + 1)) - (from - 1),
      ...(from === 1 ? {} : { from }),
      decimals: lab.decimals,
      lines: [
        { who: { seat }, name: names[seat] ?? '', points: rows.map((row) => row.price) },
        { who: { seat: 1 - seat }, name: names[1 - seat] ?? '', points: rows.map((row) => row.rival) },
      ],
      ...(levels.length > 0 ? { levels } : {}),
    };
  }

  /** The history as numbers. In a plain reading it stands for the chart too. */
  function history(view: View): Block {
    const { config, rows, total, rivalTotal } = view;
    const lab = solved(config);
    const said = words.scene;
    const shown = (value: string) => ({ text: value });
    const column = (head: string) => ({ head, align: 'right' }) as const;
    return {
      kind: 'table',
      keep: 'last',
      tells: 'series',
      columns: [
        column(said.round),
        column(said.price),
        column(said.rivalPrice),
        ...(config.quantity ? [column(said.quantity)] : []),
        column(said.profit),
        ...(config.rivalProfit ? [column(said.rivalProfit)] : []),
      ],
      rows: [
        ...rows.map((row) => [
          shown(String(row.round)),
          shown(price(lab, row.price)),
          shown(price(lab, row.rival)),
          ...(config.quantity ? [shown(amount(row.quantity ?? 0, 1))] : []),
          shown(money(lab, row.profit)),
          ...(config.rivalProfit ? [shown(money(lab, row.rivalProfit ?? 0))] : []),
        ]),
        [
          { text: said.total, strong: true },
          ...Array.from({ length: config.quantity ? 3 : 2 }, () => shown('')),
          { text: money(lab, total), strong: true },
          ...(config.rivalProfit ? [{ text: money(lab, rivalTotal ?? 0), strong: true }] : []),
        ],
      ],
    };
  }

  /** What both would earn at two prices: a treatment; the screen logs its uses. */
  function calculator({ config, seat }: View): Calculator | null {
    if (!config.calculator) return null;
    const lab = solved(config);
    const firm = firmOf(seat);
    const { min, max, step, decimals } = priceInput(config, seat);
    const input = { kind: 'number', min, max, step, decimals } as const;
    return {
      fields: [
        { label: words.calculator.own, input },
        { label: words.calculator.rival, input },
      ],
      show: ([own = null, rival = null]) => {
        if (own === null || rival === null) return [];
        const earned = lab.profits(ordered(firm, own, rival));
        const slots = { own: money(lab, earned[firm]), rival: money(lab, earned[rivalOf(firm)]) };
        return [text(fill(config.rivalProfit ? words.calculator.both : words.calculator.one, slots))];
      },
    };
  }

  /** The numbers of the calculator as a table, for a reader without keys: prices from cost to the limit, and those asked last. */
  function whatIfTable({ config, seat, rows }: View): readonly Block[] {
    if (!config.calculator) return [];
    const lab = solved(config);
    const firm = firmOf(seat);
    const { min, max } = priceInput(config, seat);
    const last = rows.at(-1);
    const cost = (of: 0 | 1): number => Math.min(max, Math.max(min, lab.currency * lab.market.c[of]));
    /** From cost, or so many steps below the limit where that is less. */
    const spread = (least: number, parts: number): readonly number[] => {
      const from = Math.max(0, Math.min(least, lab.top - parts * lab.step));
      return Array.from({ length: parts + 1 }, (_, i) => lab.snap(from + ((lab.top - from) * i) / parts));
    };
    const list = (prices: readonly number[]): readonly number[] => [...new Set(prices)].sort((a, b) => a - b);
    const asked = last === undefined ? [] : [last.price, last.rival];
    const around = last === undefined ? [] : [lab.snap(last.price - lab.step), lab.snap(last.price + lab.step)];
    const own = list([...spread(cost(firm), OWN_PRICES), ...asked, ...around]);
    const theirs = list([...spread(cost(rivalOf(firm)), RIVAL_PRICES), ...asked]);
    const said = words.table;
    const cell = (mine: number, rival: number): string => {
      const earned = lab.profits(ordered(firm, mine, rival));
      const slots = { own: money(lab, earned[firm]), rival: money(lab, earned[rivalOf(firm)]) };
      return config.rivalProfit ? fill(said.cell, slots) : slots.own;
    };
    return [
      text(config.rivalProfit ? said.both : said.one),
      {
        kind: 'table',
        columns: [
          { head: said.corner, align: 'right' },
          ...theirs.map((rival) => ({ head: fill(said.rival, { price: price(lab, rival) }), align: 'right' }) as const),
        ],
        rows: own.map((mine) => [{ text: price(lab, mine) }, ...theirs.map((rival) => ({ text: cell(mine, rival) }))]),
      },
    ];
  }

  /** What happened, without explanation. The rival's profit stays hidden where the treatment hides it. */
  function result(view: View, names: Names): readonly Block[] {
    const { config, rows, total, rivalTotal } = view;
    const lab = solved(config);
    const said = words.result;
    const rival = names[1 - view.seat] ?? '';
    const open = config.rivalProfit && rivalTotal !== null;
    const slots = {
      own: money(lab, total),
      theirs: money(lab, rivalTotal ?? 0),
      unit: unitOf(config),
      rounds: rows.length === 1 ? said.oneRound : fill(said.rounds, { rounds: rows.length }),
      rival,
    };
    const pair = (own: string, theirs: string): string => fill(said.pair, { own, theirs, rival });
    const n = Math.max(1, rows.length);
    const last = rows.at(-1);
    const facts = [
      {
        label: n === 1 ? said.price : said.mean,
        value: pair(price(lab, sum(rows.map((r) => r.price)) / n), price(lab, sum(rows.map((r) => r.rival)) / n)),
      },
      ...(last === undefined || n === 1
        ? []
        : [{ label: said.last, value: pair(price(lab, last.price), price(lab, last.rival)) }]),
      {
        label: n === 1 ? said.profitOnce : said.profit,
        value: open ? pair(money(lab, total / n), money(lab, (rivalTotal ?? 0) / n)) : money(lab, total / n),
      },
    ];
    const shownChart: readonly Block[] = rows.length > 1 ? [chart({ ...view, of: rows.length }, names)] : [];
    return [
      { kind: 'text', text: fill(open ? said.sentence : said.alone, slots), strong: true },
      { kind: 'facts', facts },
      ...shownChart,
    ];
  }

  return { instructions, heading, scene, calculator, whatIfTable, result };
});
