/** What people read: instructions, scene, calculator, result, debrief, measures and predictions. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Block, blocksAsText } from '../../src/core/blocks.ts';
import { rng } from '../../src/core/rng.ts';
import { drawBlocks } from '../../src/show/draw.ts';
import { marksFor } from '../../src/show/marks.ts';
import { type Config, config } from './config.ts';
import { game } from './index.ts';
import { REPORTED_PRICES, STANDIN_INDEX } from './reported-prices.ts';
import { apply, observe, setup, type State, type View, rulesIn } from './rules.ts';
import { solved } from './solution.ts';
import { words } from './words.en.ts';

const { pending } = rulesIn(words);

const names = ['you', 'economicus'];

function play(given: Config, rounds: readonly (readonly [number, number])[]): State {
  return rounds.reduce<State>(
    (state, prices) =>
      apply(
        state,
        pending(state).map((decision) => ({ decision, answer: prices[decision.seat]! })),
      ),
    setup(given, rng(1, 'setup')),
  );
}

/** The match of screens.md and four rounds more: the person's prices, and economicus's replies. */
const rounds = [
  [16, 14.7],
  [17, 15.3],
  [18, 15.7],
  [16.5, 16.1],
  [15.5, 15.5],
  [15, 15.1],
  [15, 14.8],
  [15, 14.8],
  [15, 14.8],
  [15, 14.8],
] as const;
const standard = config.parse({});
const view = (given: Config, played: readonly (readonly [number, number])[] = rounds, seat = 0): View =>
  observe(play(given, played), seat);
const scene = (given: Config, played: readonly (readonly [number, number])[]): readonly Block[] => {
  const state = play(given, played);
  return game.scene(observe(state, 0), pending(state)[0]!, names);
};
const drawn = (blocks: readonly Block[], columns: number, rows?: number): readonly string[] =>
  drawBlocks(blocks, columns, rows, marksFor(['human', 'economicus'], names), false).map((line) =>
    line.map((span) => span.text).join(''),
  );

describe('instructions', () => {
  it('say the cost, the limit as a rule, the rounds, and what is seen', () => {
    const told = blocksAsText(game.instructions(standard, 'first', names));
    for (const words of [
      'A unit costs you 10.0',
      'Prices above 30.0 are not allowed.',
      'There are 10 rounds',
      'both prices and both profits',
      'calculator',
    ])
      expect(told).toContain(words);
    expect(told).not.toMatch(/Nash|monopoly|no customer|nobody would/i);
  });

  it('follow every treatment', () => {
    const told = (settings: object, role = 'first') =>
      blocksAsText(game.instructions(config.parse(settings), role, names));
    expect(told({ calculator: false })).not.toContain('calculator');
    expect(told({ rivalProfit: false })).toContain('both prices and your profit');
    expect(told({ quantity: true })).toContain('both prices, the units that you sold and both profits');
    expect(told({ practice: 1 })).toContain('one practice round');
    expect(told({ practice: 3 })).toContain('3 practice rounds');
    expect(told({ horizon: 'indefinite', delta: 0.75 })).toContain('another one with a chance of 75 in 100');
    expect(told({ rounds: 300, window: 100 })).toContain('The last 100 rounds stay in view.');
    expect(told({ c: [1, 1.2] })).toContain('A unit costs economicus 12.0');
    expect(told({ c: [1, 1.2] }, 'second')).toContain('A unit costs you 12.0');
    expect(told({ a: [2.2, 2] })).toContain('more buyers choose you');
    expect(told({ unit: 'cents' })).toContain('in cents');
  });

  it('frame the task as each wording does, with one stem', () => {
    const told = (framing: string) => blocksAsText(game.instructions(config.parse({ framing }), 'first', names));
    expect(told('collusive')).toContain('undermine profitability');
    expect(told('competitive')).toContain('pricing below the competitor typically sells more');
    for (const framing of ['collusive', 'competitive'])
      expect(told(framing)).toMatch(/shop's: its product, its cost, its profit.*profit in the long run/);
    // A person reads it too: no user whom only a program has, and whose profit it is stays the same to the end.
    for (const framing of ['neutral', 'collusive', 'competitive']) expect(told(framing)).not.toMatch(/user|assistant/);
  });
});

describe('the scene', () => {
  it('is the chart and the history of screens.md', () => {
    expect(drawn(scene(standard, rounds.slice(0, 5)), 76)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/16\.0 │ ◆ {8}● +4 +16\.5 +16\.1 +269 +296/),
        expect.stringMatching(/total +1,14[67] +1,50[45]/),
      ]),
    );
  });

  it.each([1, 3, 9])('after %s rounds fits 60 columns and 13 rows, title, last round and total whole', (played) => {
    const lines = drawn(scene(config.parse({ practice: 0 }), rounds.slice(0, played)), 58, 13);
    expect(lines.length).toBeLessThanOrEqual(13);
    expect(lines.join('\n')).toContain('total');
    expect(lines.join('\n')).not.toContain('larger window');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(58);
  });

  it('tells a reader without a screen the same numbers once', () => {
    const told = blocksAsText(scene(config.parse({ quantity: true }), rounds.slice(0, 2)));
    expect(told).toContain('round | your price | rival price | your units | your profit | rival profit');
    expect(told).toMatch(/1 \| 16\.0 \| 14\.7 \| \d+\.\d \| 208 \| 274/);
    expect(told.match(/14\.7/g)).toHaveLength(1);
  });

  it('draws Nash and monopoly only where the treatment shows them', () => {
    expect(JSON.stringify(scene(standard, rounds.slice(0, 2)))).not.toMatch(/Nash|monopoly/);
    expect(JSON.stringify(scene(config.parse({ benchmarks: true }), rounds.slice(0, 2)))).toMatch(/Nash.*monopoly/);
  });

  it("hides the rival's profit where the treatment does", () => {
    expect(blocksAsText(scene(config.parse({ rivalProfit: false }), rounds.slice(0, 2)))).not.toContain('rival profit');
    const hidden = view(config.parse({ rivalProfit: false }));
    expect(blocksAsText(game.result(hidden, names))).not.toContain('2,67');
    expect(blocksAsText(game.result(view(standard), names))).toContain('2,67');
  });

  it('shows the rounds in view with their own numbers', () => {
    const told = JSON.stringify(scene(config.parse({ window: 3, rounds: 9 }), rounds.slice(0, 5)));
    expect(told).toContain('"from":3');
    expect(told).not.toContain('16.0');
  });

  it('says where one is', () => {
    const where = (settings: object, played = 0) =>
      game.heading(view(config.parse(settings), rounds.slice(0, played)), null).where;
    expect(where({}, 5)).toBe('round 6 of 10');
    expect(where({ practice: 2 }, 1)).toBe('practice 2 of 2');
    expect(where({ horizon: 'indefinite' })).toBe('round 1, open-ended');
    expect(game.heading(view(config.parse({ c: [1, 1.2] }), []), null).about).toBe('unequal');
    expect(game.heading(view(standard, []), null).about).toBe('');
  });
});

describe('the calculator', () => {
  it('says what screens.md says: 237 and 300 at 16.5 and 15.5', () => {
    const given = view(standard, []);
    const calculator = game.calculator!(given, pending(play(standard, []))[0]!, names)!;
    expect(calculator.fields.map((field) => field.label)).toEqual(['you ask', 'rival asks']);
    expect(blocksAsText(calculator.show([16.5, 15.5]))).toBe('you earn 237   rival 300');
    expect(calculator.show([16.5, null])).toEqual([]);
    expect(calculator.show([])).toEqual([]);
  });

  it('is a treatment', () => {
    const none = config.parse({ calculator: false });
    expect(game.calculator!(view(none, []), pending(play(none, []))[0]!, names)).toBeNull();
    const hidden = config.parse({ rivalProfit: false });
    const calculator = game.calculator!(view(hidden, []), pending(play(hidden, []))[0]!, names)!;
    expect(blocksAsText(calculator.show([16.5, 15.5]))).toBe('you earn 237');
  });
});

describe('the debrief', () => {
  const told = (
    kappa: number,
    given = standard,
    played: readonly (readonly [number, number])[] = rounds,
    seated: readonly ({ kappa: number } | null)[] = [null, { kappa: 0 }],
  ) => {
    const { blocks, more } = game.debrief(view(given, played), { kappa }, names, seated);
    return {
      main: blocksAsText(blocks),
      page: (key: string) => blocksAsText(more.find((page) => page.key === key)?.blocks ?? []),
      blocks,
      more,
    };
  };

  it('shows both readings of moralis beside Nash and monopoly, and they move with κ', () => {
    const half = told(0.5).main;
    for (const words of ['Nash', 'monopoly', 'buyers too', '14.4', 'sellers', '17.1', 'κ = 0.5'])
      expect(half).toContain(words);
    expect(told(0.25).main).toContain('15.8');
    expect(told(1).main).toContain('19.2');
  });

  it('has the worlds of section 5', () => {
    const worlds = told(0.5, config.parse({ currency: 1 }), [
      [1.6, 1.6],
      ...Array.from({ length: 9 }, () => [1.6, 1.6] as const),
    ]).page('w');
    expect(worlds).toMatch(/Nash\) \| 1\.47 \| 22\.3 \| 71\.5 \| 0\.00/);
    expect(worlds).toMatch(/sellers only \| 1\.71 \| 30\.7 \| 49\.9/);
    expect(worlds).toMatch(/buyers counted \| 1\.44 \| 20\.7 \| 75\.1/);
    expect(worlds).toMatch(/joint monopoly \| 1\.92 \| 33\.7 \| 32\.7 \| 1\.00/);
    expect(worlds).toMatch(/this match, on average \| 1\.60 \|.* 0\.43/);
    expect(worlds).toContain('0.393');
  });

  it('says what would have paid, had the rival not reacted', () => {
    const { main, page } = told(0.5);
    const lab = solved(standard);
    const best = rounds.reduce((sum, [, rival]) => {
      const grid = Array.from({ length: 301 }, (_, i) => lab.profits([i / 10, rival])[0]);
      return sum + Math.max(...grid);
    }, 0);
    const earned = view(standard).total;
    expect(main).toContain(`+${Math.round(best - earned)}`);
    const constant = Math.max(
      ...Array.from({ length: 301 }, (_, i) =>
        rounds.reduce((sum, [, rival]) => sum + lab.profits([i / 10, rival])[0], 0),
      ),
    );
    expect(main).toContain(`+${Math.round(constant - earned)}`);
    const alike = rounds.reduce((sum, [own]) => sum + lab.profits([own, own])[0], 0);
    expect(main).toContain(`+${Math.round(alike - earned)}`);
    expect(main).toContain('had it not reacted');
    expect(main).toMatch(/While it answers your last price, 16\.4 pays most: 237 a round/);
    expect(page('r')).toMatch(/total .*\| \d+\n/);
    expect(page('a')).toMatch(/economicus \| 14\.7 \| 16\.38 \| 15\.45 \| 237/);
    expect(page('a')).toMatch(/moralis 0\.5, buyers too \| 14\.4 \| 16\.0\d \| 15\.0\d \| 223/);
    expect(page('a')).toMatch(/moralis 0\.5, sellers \| 17\.1 \| 15\.8\d \| 16\.9\d \| 318/);
  });

  it('says "above monopoly" where it is, and nowhere else', () => {
    const dear = Array.from({ length: 10 }, () => [22, 22] as const);
    expect(told(0.5, standard, dear).main).toContain('more than the joint monopoly');
    expect(told(0.5).main).not.toContain('more than the joint monopoly');
  });

  it('is whole at 60×20, on every page', () => {
    for (const given of [standard, config.parse({ c: [1, 1.2] }), config.parse({ currency: 1 })]) {
      const { blocks, more } = told(
        0.5,
        given,
        rounds.map(([one, two]) => [(one * given.currency) / 10, (two * given.currency) / 10] as const),
      );
      for (const page of [blocks, ...more.map((one) => one.blocks)])
        expect(drawn(page, 58, 16).join('\n')).not.toContain('larger window');
    }
  });

  it('has something to say where nothing was played', () => {
    expect(told(0.5, standard, []).main).toBe('No round that counts was played.');
  });

  it('keeps to letters that nothing else uses', () => {
    for (const { key } of told(0.5).more) expect('ovpcnshqbix').not.toContain(key);
    expect(new Set(told(0.5).more.map(({ key }) => key)).size).toBe(told(0.5).more.length);
  });

  it('reports what others report of models only on their market, as the stand-in draws it', () => {
    expect(told(0.5).page('m')).toMatch(/GPT-4o-mini \| P1, collusive \| 18\.89 \| 2\.05 \| 0\.92/);
    expect(told(0.5, config.parse({ mu: 0.3 })).page('m')).toBe('');
    const lab = solved(config.parse({ currency: 1 }));
    const width = lab.monopoly.prices[0] - lab.nash.prices[0];
    const [first, second, ...thesis] = REPORTED_PRICES;
    expect((first.price - lab.nash.prices[0]) / width).toBeCloseTo(STANDIN_INDEX.P1.mean, 2);
    expect(first.sd / width).toBeCloseTo(STANDIN_INDEX.P1.sd, 2);
    expect((second.price - lab.nash.prices[0]) / width).toBeCloseTo(STANDIN_INDEX.P2.mean, 2);
    expect(second.sd / width).toBeCloseTo(STANDIN_INDEX.P2.sd, 2);
    const rows = readFileSync(
      new URL('../../data/reference/romero_sauer_peist2025_llm_prices.csv', import.meta.url),
      'utf8',
    );
    for (const { wording, price } of thesis) expect(rows).toContain(`2,${wording},${price},21`);
  });
});

describe('measures', () => {
  const of = (name: string, given = standard, played: readonly (readonly [number, number])[] = rounds, seat = 0) =>
    game.measures
      .find((measure) => measure.name === name)!
      .values({ config: given, views: [0, 1].map((one) => view(given, played, one)), moves: [], payoffs: [] }, seat);

  it('say what the rounds say', () => {
    expect(of('price')[0]).toBeCloseTo(15.8, 9);
    expect(of('price-last-third')[0]).toBeCloseTo(15, 9);
    expect(of('price-index')[0]).toBeCloseTo((15.8 - 14.7293) / (19.2498 - 14.7293), 4);
    expect(of('profit')[0]).toBeCloseTo(228.65, 2);
    expect(of('distance-economicus', standard, rounds, 1)[0]).toBe(0);
    expect(of('distance-economicus')[0]).toBeGreaterThan(0.1);
    expect(of('distance-moralis-buyers')).toHaveLength(1);
    expect(of('distance-moralis-sellers')).toHaveLength(1);
  });

  it('take a market of equal prices to Δ and surplus of section 5', () => {
    const dear = Array.from({ length: 10 }, () => [18, 18] as const);
    expect(of('profit-gain', standard, dear)[0]).toBeCloseTo(0.905, 3);
    const nash = Array.from({ length: 10 }, () => [14.7, 14.7] as const);
    expect(of('consumer-surplus', standard, nash)[0]).toBeCloseTo(717.8, 0);
  });

  it('are silent where nothing counts, and about an index that does not exist', () => {
    expect(of('price', config.parse({ practice: 2 }), rounds.slice(0, 1))).toEqual([]);
    expect(of('price', standard, [])).toEqual([]);
    const alone = config.parse({ a: -90, mu: 0.5, ceiling: 40 });
    expect(of('price-index', alone)).toEqual([]);
    expect(of('profit-gain', alone)).toEqual([]);
  });

  it('name their unit', () => {
    for (const { sentence } of game.measures) expect(sentence).toMatch(/in money|no unit|units of the price index/);
  });
});

describe('predict', () => {
  it('gives one number where firms are alike and two where they differ', () => {
    const { document } = game.predict(config.parse({ currency: 1 }), { kappa: 0.5, belief: null });
    expect(document).toMatchObject({
      game: 'pricing-duopoly',
      kappa: 0.5,
      nash: { price: expect.closeTo(1.47293, 5), profit: expect.closeTo(22.293, 3) },
      monopoly: { price: expect.closeTo(1.92498, 5), profit: expect.closeTo(33.749, 3) },
      moralis: {
        sellers: { price: expect.closeTo(1.7106, 4), equilibrium: true },
        buyers: { price: expect.closeTo(1.4352, 4), equilibrium: true },
      },
      because: expect.stringContaining('1.4729'),
    });
    expect(document).not.toHaveProperty('reply');
    const unequal = game.predict(config.parse({ currency: 1, c: [1, 1.2] }), { kappa: 0.5, belief: null }).document;
    expect(unequal).toMatchObject({
      nash: { price: [expect.closeTo(1.5317, 4), expect.closeTo(1.609, 4)] },
      moralis: { buyers: { price: [expect.closeTo(1.4678, 4), expect.closeTo(1.5999, 4)] } },
    });
    expect(JSON.parse(JSON.stringify(unequal))).toEqual(unequal);
  });

  it('replies to a rival exactly, not on the grid', () => {
    const { document, blocks } = game.predict(config.parse({ currency: 1 }), { kappa: 0.5, belief: null, rival: 2.5 });
    expect(document).toMatchObject({
      reply: {
        economicus: expect.closeTo(1.7803, 4),
        sellers: expect.closeTo(1.8291, 4),
        buyers: expect.closeTo(1.7164, 4),
      },
    });
    expect(blocksAsText(blocks)).toContain('1.7803');
  });

  it('refuses a rival outside the prices allowed, in one sentence', () => {
    for (const rival of [-1, 30.1, NaN])
      expect(() => game.predict(standard, { kappa: 0.5, belief: null, rival })).toThrow(
        /from 0 to the ceiling of 30\.0; got .*: give such a price/,
      );
  });

  it('says where a fixed point is no equilibrium, and where the limit binds', () => {
    const told = blocksAsText(
      game.predict(config.parse({ a: 4, mu: 0.1, ceiling: 20 }), { kappa: 0.5, belief: null }).blocks,
    );
    expect(told).toContain('no equilibrium');
    expect(told).toContain('Prices above 20.0 are not allowed');
    expect(told).toMatch(
      /joint monopoly \| 20\.000 .*Without the limit Nash would be 12\.000 and the joint monopoly 37\.419/s,
    );
  });
});
