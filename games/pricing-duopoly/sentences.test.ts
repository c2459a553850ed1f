/**
 * Every sentence of a debrief, a reason and a prediction says what its numbers say: random markets and paths, ties, ceilings,
 * firms that differ and single rounds, each number in a sentence against the same one worked out here from the model.
 */
import { describe, expect, it } from 'vitest';
import { type Block, blocksAsText } from '../../src/core/blocks.ts';
import type { Names, Taste } from '../../src/core/game.ts';
import { type Rng, rng } from '../../src/core/rng.ts';
import { type Config, config } from './config.ts';
import type { Pair } from './demand.ts';
import { game, gameIn } from './index.ts';
import { replay } from './replay.ts';
import { observe, type View } from './rules.ts';
import { words as german } from './words.de.ts';

const NAMES: Names = ['you', 'rival'];
const pair = (value: Config['a']): Pair => (typeof value === 'number' ? [value, value] : [value[0], value[1]]);

/** Profits in money, from the model alone. */
function earned({ a, c, a0, mu, currency, scale }: Config, p: Pair): Pair {
  const [goods, costs] = [pair(a), pair(c)];
  const weight = (i: 0 | 1) => Math.exp((goods[i] - p[i] / currency - a0) / mu);
  const all = 1 + weight(0) + weight(1);
  return [0, 1].map((i) => ((p[i]! - costs[i]! * currency) * scale * weight(i === 0 ? 0 : 1)) / all) as [
    number,
    number,
  ];
}

/** A number as it is written: grouped by commas, with a sign. */
const read = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-').replace('+', ''));
/** Half a unit of the last digit that is written, and a hair. */
const written = (text: string): number => 0.5 * 10 ** -(text.split('.')[1]?.length ?? 0) * 1.0001 + 1e-9;
function says(text: string, right: number, where: string): void {
  expect(Math.abs(read(text) - right), `${text} for ${right}, ${where}`).toBeLessThanOrEqual(written(text));
}

type Played = {
  readonly given: Config;
  readonly path: readonly Pair[];
  readonly view: View;
  readonly seated: readonly (Taste | null)[];
};

function market(draw: Rng): Config {
  const between = (low: number, high: number) => Number((low + (high - low) * draw.unit()).toFixed(3));
  const own = (low: number, high: number): number | [number, number] =>
    draw.below(2) === 0 ? between(low, high) : [between(low, high), between(low, high)];
  const c = own(0.5, 1.5);
  const settings = {
    ...{ a: own(1.4, 3), c, a0: between(-0.5, 1), mu: between(0.05, 0.6), currency: draw.pick([1, 10]) },
    rounds: draw.pick([1, 1, 2, 6]),
    expects: draw.pick(['last', 'average', 'nash'] as const),
    k: draw.pick([1, 3]),
    horizon: draw.pick(['finite', 'finite', 'indefinite'] as const),
    delta: draw.pick([0.1, 0.4, 0.9]),
  };
  const free = config.parse({ ...settings, rounds: 6 });
  const ceiling = draw.below(2) === 0 ? 0 : between(1.01 * Math.max(...pair(c)) * free.currency, free.ceiling);
  return config.parse({ ...settings, ceiling });
}

function play(seed: number): Played {
  const draw = rng(seed, 'sentences');
  const given = market(draw);
  const rounds = given.horizon === 'finite' ? given.rounds : draw.pick([1, 3]);
  const decimals = 10 ** (given.currency === 1 ? 2 : 1);
  const price = (): number => Math.floor(draw.unit() * given.ceiling * decimals) / decimals;
  const tied = price();
  const taste = draw.pick<Taste>([{ kappa: 0 }, { kappa: 0.5 }, { kappa: 0.5, variant: 'sellers' }]);
  const kind = draw.pick(['drawn', 'tied', 'ceiling', 'agent']);
  const top = Math.floor(given.ceiling * decimals + 1e-9) / decimals;
  const path: readonly Pair[] =
    kind === 'agent'
      ? replay(given, [price(), taste], rounds)
      : Array.from({ length: rounds }, (): Pair => {
          if (kind === 'tied') return [tied, tied];
          return kind === 'ceiling' ? [top, price()] : [price(), price()];
        });
  const periods = path.map((prices) => ({ prices, quantities: [0, 0] as Pair, profits: earned(given, prices) }));
  const view = observe({ config: given, length: rounds, practice: [], played: periods }, 0);
  return { given, path, view, seated: [null, kind === 'agent' ? taste : null] };
}

const everything = ({ view, seated }: Played, spoken = game): readonly string[] => {
  const debrief = spoken.debrief(view, { kappa: 0.5 }, NAMES, seated);
  const pages = [debrief.plain ?? [], debrief.blocks, ...debrief.more.map(({ blocks }) => blocks)];
  return [...pages, spoken.result(view, NAMES), spoken.instructions(view.config, 'first', NAMES)].map(
    (blocks: readonly Block[]) => blocksAsText(blocks),
  );
};
/** The first page and the page of theory alone: the others are worked out when they are opened. */
function firstPages({ view, seated }: Played): readonly [string, string] {
  const { plain, blocks } = game.debrief(view, { kappa: 0.5 }, NAMES, seated);
  return [blocksAsText(plain ?? []), blocksAsText(blocks)];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const NUMBER = String.raw`(-?[\d,]+(?:\.\d+)?)`;
const found = (text: string, pattern: string) =>
  new RegExp(pattern.replaceAll('#', NUMBER)).exec(text)?.slice(1) ?? null;

/** The best joint profit and the prices of it among those allowed, by a search that narrows. */
function together(given: Config): number {
  const costs = pair(given.c).map((c) => c * given.currency);
  const decimals = 10 ** (given.currency === 1 ? 2 : 1);
  const top = Math.floor(given.ceiling * decimals + 1e-9) / decimals;
  let best = -Infinity;
  let [low, high] = [
    [Math.min(costs[0]!, top), Math.min(costs[1]!, top)],
    [top, top],
  ];
  for (let round = 0; round < 9; round++) {
    let at = [low[0]!, low[1]!];
    const step = [(high[0]! - low[0]!) / 40, (high[1]! - low[1]!) / 40];
    for (let i = 0; i <= 40; i++)
      for (let j = 0; j <= 40; j++) {
        const p = [low[0]! + i * step[0]!, low[1]! + j * step[1]!] as [number, number];
        const value = sum(earned(given, p));
        if (value > best) [best, at] = [value, p];
      }
    [low, high] = [
      at.map((x, i) => Math.max(low[i]!, x - 2 * step[i]!)),
      at.map((x, i) => Math.min(high[i]!, x + 2 * step[i]!)),
    ];
  }
  return best;
}

describe('a debrief', () => {
  const seen = { above: 0, rule: 0, once: 0, better: 0, nothing: 0 };

  it('says what was asked and earned, what would have earned most, and what both earn above the joint monopoly', () => {
    for (let seed = 0; seed < 100; seed++) {
      const played = play(seed);
      const { given, path } = played;
      const where = `seed ${seed}: ${JSON.stringify(given)} ${JSON.stringify(path)}`;
      const [plain, first] = firstPages(played);
      const profits = path.map((prices) => earned(given, prices));
      const own = sum(profits.map(([mine]) => mine));
      const happened = found(
        first,
        'You asked #(?: on average)?(?: \\(index #\\))? and earned #; rival asked #(?: \\(index #\\))? and earned #',
      )!;
      says(happened[0]!, sum(path.map(([p]) => p)) / path.length, where);
      says(happened[2]!, own, where);
      says(happened[3]!, sum(path.map(([, p]) => p)) / path.length, where);
      says(happened[5]!, sum(profits.map(([, theirs]) => theirs)), where);

      const decimals = given.currency === 1 ? 2 : 1;
      const top = Math.floor(given.ceiling * 10 ** decimals + 1e-9);
      const best = sum(
        path.map(([, rival]) =>
          Math.max(...Array.from({ length: top + 1 }, (_, i) => earned(given, [i / 10 ** decimals, rival])[0])),
        ),
      );
      const reply = found(first, 'best reply(?: each round)?\\* \\| [^|]+ \\| # \\| \\+#')!;
      expect(reply, where).not.toBeNull();
      says(reply[0]!, best, where);
      says(reply[1]!, best - own, where);
      const most = found(plain, 'most you could have earned .*: # instead of #, ');
      if (most === null) {
        expect(plain, where).toContain('No other price');
        expect(best - own, where).toBeLessThan(Math.max(1, 0.01 * Math.abs(own)));
        seen.nothing++;
      } else {
        says(most[0]!, best, where);
        says(most[1]!, own, where);
        seen.better++;
      }

      const above = found(
        first,
        'more than the joint monopoly would, #\\. Together you two earned #(?: a round)?; at its prices two sellers earn #',
      );
      if (above !== null) {
        expect(sum(path.map(([p]) => p)) / path.length, where).toBeGreaterThan(read(above[0]!) - written(above[0]!));
        says(above[1]!, sum(profits.flat()) / path.length, where);
        says(above[2]!, together(given), where);
        expect(read(above[1]!), where).toBeLessThanOrEqual(read(above[2]!));
        seen.above++;
      }
    }
    expect(Math.min(seen.above, seen.better, seen.nothing)).toBeGreaterThan(5);
  }, 60_000);

  it('the price that its rule rewards most does so in a match of many rounds', () => {
    for (let seed = 0; seed < 200; seed++) {
      const played = play(seed);
      const { given, seated } = played;
      // Of firms that differ a reply of moralis takes a search of two prices: economicus stands for it.
      if (seated[1]?.kappa !== 0 && (Array.isArray(given.a) || Array.isArray(given.c))) continue;
      const rule = found(firstPages(played)[1], ', # pays most: # a round');
      if (rule === null) continue;
      const [taste] = seated.slice(1);
      expect(taste).not.toBeNull();
      const rounds = 12;
      const at = (price: number): number => earned(given, replay(given, [price, taste!], rounds).at(-1)!)[0];
      const decimals = given.currency === 1 ? 2 : 1;
      const top = Math.floor(given.ceiling * 10 ** decimals + 1e-9);
      const list = Array.from({ length: top + 1 }, (_, i) => i / 10 ** decimals);
      const most = Math.max(...list.filter((_, i) => i % Math.ceil(list.length / 80) === 0).map(at));
      // The sentence is of exact answers, the match of those on the list: a step of the rival's is the slack.
      const slack = 0.06 * Math.abs(most) + 2 * written(rule[1]!) + 0.01;
      expect(read(rule[1]!), `seed ${seed}: ${JSON.stringify(given)}`).toBeGreaterThan(most - slack);
      seen.rule++;
    }
    expect(seen.rule).toBeGreaterThan(10);
  }, 60_000);

  it('of one round speaks of no other one, in both languages', () => {
    const many = {
      en: /each round|every round|after each|for ever|on average|last round|\brounds,|mean price|a round\b|each one|last price/i,
      de: /jede Runde|jeder Runde|je Runde|pro Runde|im Mittel|mittlerer|letzte Runde|letzten Preis|Runden,|auf Dauer|für immer/i,
    };
    for (let seed = 0; seed < 80; seed++) {
      const played = play(seed);
      if (played.given.horizon !== 'finite' || played.given.rounds !== 1) continue;
      for (const [language, spoken] of [
        ['en', game],
        ['de', gameIn(german)],
      ] as const)
        for (const text of everything(played, spoken)) {
          // What others report of language models is of their matches.
          if (/Mistral/.test(text)) continue;
          expect(text, `${language}, seed ${seed}`).not.toMatch(many[language]);
        }
      seen.once++;
    }
    expect(seen.once).toBeGreaterThan(10);
  });

  it('moves every number of moralis with κ, on the first page too', () => {
    const given = config.parse({});
    const view = observe(
      {
        config: given,
        length: 1,
        practice: [],
        played: [{ prices: [12, 12], quantities: [0, 0], profits: earned(given, [12, 12]) }],
      },
      0,
    );
    const prices = [0, 0.25, 0.5, 0.75, 1].map((kappa) => {
      const { plain, blocks } = game.debrief(view, { kappa }, NAMES);
      const told = found(
        blocksAsText(plain ?? []),
        'would ask #; those who count the buyers as well # \\(homo moralis, κ = #\\)',
      )!;
      expect(read(told[2]!)).toBe(kappa);
      expect(blocksAsText(blocks)).toMatch(new RegExp(`moralis, sellers.*: ${told[0]};`));
      return [read(told[0]!), read(told[1]!)];
    });
    expect(prices).toEqual([
      [14.7, 14.7],
      [15.8, 14.6],
      [17.1, 14.4],
      [18.3, 13.9],
      [19.2, 10],
    ]);
  });

  it('marks each agent where the comparison of the same match does, and says against whom', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { given, path } = play(seed);
      const periods = path.map((prices) => ({ prices, quantities: [0, 0] as Pair, profits: earned(given, prices) }));
      const other: Taste = { kappa: 0.3, variant: 'sellers' };
      for (const seat of [0, 1] as const)
        for (const disclosed of [true, false]) {
          const view = observe({ config: given, length: path.length, practice: [], played: periods }, seat);
          const seated = seat === 0 ? [null, other] : [other, null];
          const names = seat === 0 ? ['you', 'moralis'] : ['moralis', 'you'];
          const { blocks } = game.debrief(view, { kappa: 0.5 }, names, seated, disclosed);
          const scale = blocks.find((block) => block.kind === 'scale');
          const standing = { seat, other: disclosed ? other : null };
          const marked = scale?.rows.slice(1).map(({ marks }) => marks[0]?.at);
          const minds: readonly Taste[] = [
            { kappa: 0 },
            { kappa: 0.5, variant: 'buyers' },
            { kappa: 0.5, variant: 'sellers' },
          ];
          expect(marked).toEqual(minds.map((mind) => game.comparison?.expected?.(given, mind, standing)['price']));
          expect(blocksAsText(blocks)).toContain(disclosed ? 'agents against moralis' : 'agents where both are so');
        }
    }
  }, 60_000);

  it('says of a limit what it does, and nothing where it does nothing', () => {
    const about = (settings: object): string => {
      const given = config.parse(settings);
      const view = observe(
        {
          config: given,
          length: 1,
          practice: [],
          played: [{ prices: [12, 12], quantities: [0, 0], profits: earned(given, [12, 12]) }],
        },
        0,
      );
      return everything({ given, path: [], view, seated: [] }).slice(0, -1).join('\n');
    };
    expect(about({})).not.toMatch(/not allowed|the limit of|, the limit/);
    expect(about({ ceiling: 16 })).toMatch(/monopoly, the limit.*without it the joint monopoly would be dearer/s);
    expect(about({ ceiling: 16 })).toMatch(/GPT-4o-mini \| P1, collusive \| 18\.89 \| 2\.05 \| 0\.92/);
    expect(about({ ceiling: 13.5 })).toMatch(/Nash and monopoly, the limit.*no price index and no Δ/s);
    expect(about({ ceiling: 13.5 })).not.toMatch(/\(index/);
  });

  it('tells patience from impatience by figures that differ', () => {
    for (const [delta, word] of [
      [0.3930979, 'so they cannot'],
      [0.393098, 'more than one prediction'],
    ] as const) {
      const given = config.parse({ horizon: 'indefinite', delta });
      const view = observe(
        { config: given, length: 1, practice: [], played: [{ prices: [12, 12], quantities: [0, 0], profits: [1, 1] }] },
        0,
      );
      const worlds = everything({ given, path: [], view, seated: [] }).join('\n');
      const told = found(worlds, 'probability # or more\\. Here it is #')!;
      expect(worlds).toContain(word);
      expect(read(told[1]!) >= read(told[0]!)).toBe(word !== 'so they cannot');
    }
  });
});

describe('reasons', () => {
  it('name the price that is best, what it is worth and what it earns', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { given, path } = play(seed);
      if (path.length < 2) continue;
      const view = observe(
        {
          config: given,
          length: 99,
          practice: [],
          played: path.map((prices) => ({ prices, quantities: [0, 0], profits: [0, 0] })),
        },
        0,
      );
      const [decision] = game.pending({
        config: given,
        length: 99,
        practice: [],
        played: view.rows.map(() => ({ prices: [1, 1], quantities: [0, 0], profits: [0, 0] })),
      });
      const { because, answer, utilities } = game.theory!(view, decision!, { kappa: 0 }, { kind: 'observed' });
      const told = found(
        because,
        '(?:Nash price, |to ask )#.*highest at #(?:, so |, but of the prices on the list at )#: it earns #',
      )!;
      const where = `seed ${seed} ${because} ${JSON.stringify(given)}`;
      expect(told, where).not.toBeNull();
      says(told[2]!, Number(answer), where);
      const rivals = path.slice(given.expects === 'last' ? -1 : -given.k).map(([, p]) => p);
      if (given.expects !== 'nash') {
        const expected = sum(rivals) / rivals.length;
        says(told[0]!, expected, where);
        says(told[3]!, earned(given, [Number(answer), expected])[0], where);
      }
      const best = Math.max(...utilities.map(({ utility }) => utility));
      expect(best - (utilities.find((one) => one.answer === answer)?.utility ?? -Infinity), where).toBeLessThan(
        1e-9 * Math.abs(best) + 1e-12,
      );
    }
  });

  it('say so where the best price of the list is by another peak', () => {
    const given = config.parse({ a: 3, c: 0.75, a0: -0.01, mu: 0.02, step: 5, ceiling: 30 });
    const view = observe(
      { config: given, length: 9, practice: [], played: [{ prices: [20, 20], quantities: [0, 0], profits: [0, 0] }] },
      0,
    );
    const told: string[] = [];
    for (const rival of [10, 12, 14, 15, 15.5, 16, 18, 20, 25]) {
      const rows = view.rows.map((row) => ({ ...row, rival }));
      const [decision] = game.pending({ config: given, length: 9, practice: [], played: [] });
      told.push(
        game.theory!({ ...view, rows }, decision!, { kappa: 0.5, variant: 'sellers' }, { kind: 'observed' }).because,
      );
    }
    expect(told.some((because) => because.includes('but of the prices on the list at'))).toBe(true);
  });
});
