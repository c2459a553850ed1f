import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Block } from '../core/blocks.ts';
import { drawBlocks, drawPage } from './draw.ts';
import { textOf, textOfAll, widthOf } from './line.ts';
import {
  agents,
  compared,
  everything,
  facts,
  firstMover,
  kappa,
  plans,
  prices,
  rounds,
  secondMover,
  words,
} from './samples.test-data.ts';
import { marksFor } from './marks.ts';

const names = ['you', 'economicus'];
const labels = ['human', 'economicus'];
const draw = (blocks: Block | readonly Block[], width: number, height?: number, ascii = false): string =>
  textOfAll(
    drawBlocks(
      Array.isArray(blocks) ? blocks : [blocks as Block],
      width,
      height,
      marksFor(labels, names, ascii),
      ascii,
    ),
  );
const drawing = (lines: TemplateStringsArray): string => lines[0]!.replace(/^\n/, '').replace(/\n *$/, '');

describe('every kind of block', () => {
  it.each([56, 60, 76, 80, 96, 120, 156, 196])('fits %i columns, in both alphabets', (width) => {
    for (const ascii of [false, true])
      for (const block of everything) {
        const lines = drawBlocks([block], width, undefined, marksFor(labels, names, ascii), ascii);
        expect(lines.length).toBeGreaterThan(0);
        for (const line of lines) expect(widthOf(line), textOf(line)).toBeLessThanOrEqual(width);
        if (ascii) expect(textOfAll(lines).replace('田中さん', '')).toMatch(/^[\x20-\x7e\n]*$/);
        else expect(textOfAll(lines)).not.toMatch(/[\u2800-\u28ff]/);
      }
  });

  it('uses a wide window: figures all of it, words a line that can still be read', () => {
    const wide = (block: Block, rows?: number): readonly number[] =>
      draw(block, 196, rows)
        .split('\n')
        .map((line) => line.trimEnd().length);
    const long = { kind: 'text', text: 'word '.repeat(80) } as const;
    expect(Math.max(...wide(long))).toBeLessThanOrEqual(100);
    expect(Math.max(...wide(kappa))).toBe(196);
    for (const block of [firstMover, secondMover]) {
      expect(Math.max(...wide(block))).toBeGreaterThan(110);
      expect(wide(block, 40).length).toBe(14);
    }
    const beside: Block = { kind: 'row', blocks: [prices, rounds] };
    expect(Math.max(...wide(beside))).toBeGreaterThan(120);
    expect(wide(prices, 50).length).toBeGreaterThan(24);
  });

  it('never takes more rows than it is given', () => {
    for (const width of [76, 196])
      for (let height = 1; height < 120; height += 7)
        expect(drawBlocks(everything, width, height, marksFor(labels, names, false), false).length).toBeLessThanOrEqual(
          height,
        );
  });

  it('leaves out blank rows first, and then counts the lines that are missing', () => {
    const pages = [words, facts, agents, words, facts];
    const whole = draw(pages, 56).split('\n');
    const said = whole.filter((line) => line !== '');
    for (let height = 2; height <= whole.length; height++) {
      const lines = draw(pages, 56, height).split('\n');
      const counted = /^… (\d+) more lines/.exec(lines.at(-1)!)?.[1];
      if (counted === undefined) expect(lines.filter((line) => line !== '')).toEqual(said);
      else expect(lines.length - 1 + Number(counted)).toBe(said.length);
    }
  });
});

describe('a page', () => {
  const pages = [words, plans, kappa, facts];
  const page = (height: number): readonly string[] =>
    textOfAll(drawPage(pages, 56, height, marksFor(labels, names, false), false)).split('\n');
  const whole = draw(pages, 56).split('\n');
  const said = whole.filter((line) => line !== '');

  it('loses no line at any height, and only as many blank rows as make it fit', () => {
    for (let height = 1; height < 40; height++) {
      const lines = page(height);
      expect(lines.filter((line) => line !== '')).toEqual(said);
      if (height >= whole.length || height < said.length) expect(lines).toEqual(whole);
      else expect(lines).toHaveLength(height);
    }
  });
});

describe('tree', () => {
  it('is the picture', () => {
    expect(draw(firstMover, 56)).toBe(drawing`
     you            moralis       you get   moralis gets
                 ┌─ cooperates ──   75           75
   ┌─ cooperate ─┤
   │             └─ defects ─────   20           80
───┤
   │             ┌─ cooperates ──   80           20
   └─ defect ────┤
                 └─ defects ─────   30           30
`);
  });

  it('draws the branch that was taken double and says where one decides', () => {
    expect(draw(secondMover, 76)).toBe(drawing`
     moralis          you                             you get   moralis gets
                   ┌── cooperate ────────────────────   75           75
   ╒═ cooperates ═›╡
   │               └── defect ───────────────────────   80           20
───┤
   │               ┌── cooperate ────────────────────   20           80
   └─ defects ─────┤
                   └── defect ───────────────────────   30           30
`);
    expect(draw(secondMover, 76, undefined, true)).toContain('+= cooperates =>+');
  });

  it('stands closer where rows are missing, whole', () => {
    expect(draw(firstMover, 56, 5)).toBe(drawing`
     you            moralis       you get   moralis gets
   ┌─ cooperate ─┬─ cooperates ──   75           75
───┤             └─ defects ─────   20           80
   └─ defect ────┬─ cooperates ──   80           20
                 └─ defects ─────   30           30
`);
    const close = draw(secondMover, 76, 5);
    for (const end of ['75           75', '80           20', '20           80', '30           30'])
      expect(close).toContain(end);
    expect(close.split('\n')).toHaveLength(5);
    expect(close).toMatch(/═›╤── cooperate/);
    expect(draw(secondMover, 76, 5, true)).toMatch(/=>\+-- cooperate/);
  });

  it('draws three ways and uneven depths', () => {
    const tree: Block = {
      kind: 'tree',
      heads: ['you'],
      leafHeads: ['points'],
      root: {
        branches: [
          { label: 'up', leaf: ['1'] },
          { label: 'straight on', leaf: ['20'] },
          { label: 'down', leaf: ['300'] },
        ],
      },
    };
    expect(draw(tree, 56)).toBe(drawing`
      you                                points
   ┌── up ──────────────────────────────    1
   │
───┼── straight on ─────────────────────   20
   │
   └── down ────────────────────────────  300
`);
  });
});

describe('table', () => {
  it('is the picture: heads over two lines, digits under digits, marks behind', () => {
    expect(draw(plans, 76)).toBe(drawing`
              own payoff if the  payoff if everyone
plan           other is 50 : 50        did the same  κ = 0.50: half of each
DDD  never               55.0 ●                30.0                  42.5
DDC                      52.5                  50.0                  51.3
CCC  always              47.5                  75.0                  61.3
CCD  in kind             50.0                  75.0                  62.5 ▲
`);
  });

  it('keeps the last rows, or the first, under a count of the others', () => {
    expect(draw(rounds, 56, 5)).toBe(drawing`
        price           profit
round     you   rival      you   rival
… 3 earlier
    4    16.5    16.1      269     296
    5    15.5    15.5      254     254
`);
    expect(draw(plans, 120, 4).split('\n').at(-1)).toBe('… 2 more');
  });

  it('says "2 earlier" only of rows that are not there', () => {
    for (let height = 5; height < 8; height++) {
      const text = draw(rounds, 56, height).split('\n');
      const left = Number(/… (\d+) earlier/.exec(text[2]!)?.[1] ?? 0);
      expect(text.length - 2 - (left > 0 ? 1 : 0) + left).toBe(rounds.rows.length);
    }
  });

  it('wraps words where columns are many', () => {
    const wide: Block = {
      kind: 'table',
      columns: [{ head: 'setting' }, { head: 'what it does' }, { head: 'value', align: 'right' }],
      rows: [
        [
          { text: 'calculator' },
          { text: 'whether a what-if calculator stands beside the price, as a treatment of its own' },
          { text: '10' },
        ],
      ],
    };
    const text = draw(wide, 56);
    expect(text).not.toContain('…');
    expect(text.replace(/\s+/g, ' ')).toContain('beside the');
    expect(text.split('\n').length).toBeGreaterThan(2);
  });

  it('wraps what a model said at its words where a line does not hold it, in a list too', () => {
    const said =
      'The Bard\'s most famous work is indeed "Hamlet," written by William Shakespeare, with a population of approximately 32 million';
    const answers: Block = {
      kind: 'table',
      columns: [{ head: 'question' }, { head: 'before' }, { head: 'after' }],
      rows: [
        ['Who wrote it? https://example.org/a-very-long-address-indeed', said, 'HAMLET'].map((text) => ({ text })),
      ],
    };
    for (const width of [24, 40, 80]) {
      const lines = draw(answers, width).split('\n');
      expect(Math.max(...lines.map((one) => one.length))).toBeLessThanOrEqual(width);
      const written = lines.flatMap((one) => one.trim().split(/\s+/));
      for (const word of said.split(' ')) expect(written).toContain(word);
      expect(written.at(-1)).toBe('HAMLET');
    }
  });

  it('becomes a list where words would be broken', () => {
    const tests: Block = {
      kind: 'table',
      columns: [
        { head: '' },
        ...['difference', '95 %', 'p', 'detects', 'verdict'].map((head) => ({ head, align: 'right' as const })),
      ],
      rows: [
        [
          'buys the minimising car, alone minus with their child',
          '−10.4',
          '−23.9 to 1.48',
          '.153',
          '17.9',
          'exploratory',
        ],
        ['buys the protective car', '1.8', '−4.7 to 8.3', '.668', '', 'exploratory'],
      ].map((row) => row.map((text) => ({ text }))),
    };
    expect(draw(tests, 40).split('\n')).toEqual([
      'buys the minimising car, alone minus',
      'with their child',
      '  difference −10.4  95 % −23.9 to 1.48',
      '  p .153  detects 17.9',
      '  verdict exploratory',
      'buys the protective car',
      '  difference 1.8  95 % −4.7 to 8.3',
      '  p .668  verdict exploratory',
    ]);
    expect(draw(tests, 100)).toMatch(/^ +difference +95 % +p/);
  });

  it('aligns names of double width', () => {
    const lines = draw(
      {
        kind: 'table',
        columns: [{ head: 'name' }, { head: 'points', align: 'right' }],
        rows: [
          [{ text: '田中さん' }, { text: '12' }],
          [{ text: 'Ann' }, { text: '7' }],
        ],
      },
      56,
    ).split('\n');
    expect(lines).toEqual(['name       points', '田中さん       12', 'Ann             7']);
  });
});

describe('chart', () => {
  it('is the picture, beside its table', () => {
    expect(draw({ kind: 'row', blocks: [prices, rounds] }, 76, 14)).toBe(drawing`
      ◆ you   ● rival                            price         profit
18.0 │       ◆                            round    you  rival     you  rival
17.5 │                                        1   16.0   14.7     208    274
17.0 │    ◆                                   2   17.0   15.3     214    319
16.5 │          ◆                             3   18.0   15.7     202    361
16.0 │ ◆        ●                             4   16.5   16.1     269    296
15.5 │    ●  ●     ◆●                         5   15.5   15.5     254    254
15.0 │
14.5 │ ●
     └─1──2──3──4──5──6──7──8──9─10
`);
  });

  it('stands over the last rows of its table on the projector', () => {
    expect(draw({ kind: 'row', blocks: [prices, rounds] }, 56, 11)).toBe(drawing`
      ◆ you   ● rival
18.0 │       ◆
17.0 │    ◆
16.0 │ ◆     ●  ◆●
15.0 │ ●  ●        ◆●
     └─1──2──3──4──5──6──7──8──9─10
        price           profit
round     you   rival      you   rival
… 3 earlier
    4    16.5    16.1      269     296
    5    15.5    15.5      254     254
`);
  });

  it('a level stands at its own value: the row of Nash at 14.7 is named 14.7, not by the nearest tick', () => {
    const drawn = draw(
      {
        kind: 'series',
        ...{ period: 'round', periods: 3, decimals: 1 },
        lines: [{ who: { agent: 'human' }, name: 'class', points: [12, 20, 24] }],
        levels: [
          { at: 14.7, label: 'Nash' },
          { at: 19.2, label: 'monopoly' },
        ],
      },
      60,
    );
    expect(drawn).toMatch(/^ *14\.7 .*╌ Nash$/m);
    expect(drawn).toMatch(/^ *19\.2 .*╌ monopoly$/m);
    // It has that row to itself: the ticks round it stay, and no price of 15 stands on it.
    const values = [...drawn.matchAll(/^ *(\d+\.\d) │/gm)].map(([, value]) => Number(value));
    expect(values).toEqual(values.toSorted((one, two) => two - one));
    expect(values.filter((value) => Number.isInteger(value)).length).toBeGreaterThanOrEqual(4);
  });
  it('draws levels only where there are some, with their names', () => {
    expect(draw(prices, 76)).not.toContain('╌');
    const levels = draw(
      {
        ...prices,
        levels: [
          { at: 14.7, label: 'Nash' },
          { at: 19.2, label: 'monopoly' },
        ],
      },
      76,
    );
    expect(levels).toMatch(/╌ Nash$/m);
    expect(levels).toMatch(/╌ monopoly$/m);
  });

  it('begins empty, and says so', () => {
    const none = { ...prices, lines: prices.lines.map((line) => ({ ...line, points: [null, null] })) };
    expect(draw(none, 76)).toContain('nothing yet: it begins with round 1');
  });

  it('combines marks where periods are too narrow, and names earlier periods that do not fit', () => {
    const long = {
      ...prices,
      periods: 60,
      lines: prices.lines.map((line) => ({ ...line, points: Array.from({ length: 60 }, () => 15) })),
    };
    const narrow = draw(long, 56);
    expect(narrow).toContain('◈');
    expect(narrow).toMatch(/… \d+ earlier/);
    expect(narrow).toContain('60');
  });

  it('shows every value within half a tick, whatever the prices', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 6, max: 18 }),
        (points, rows) => {
          const rounded = points.map((p) => Math.round(p * 10) / 10);
          const lines = draw({ ...prices, lines: [{ ...prices.lines[0]!, points: rounded }] }, 76, rows).split('\n');
          const axis = lines.slice(1, -1).map((line) => ({
            at: Number(line.slice(0, line.indexOf('│'))),
            marks: line.slice(line.indexOf('│') + 1),
          }));
          expect(axis.reduce((sum, { marks }) => sum + (marks.match(/◆/g) ?? []).length, 0)).toBe(rounded.length);
          const step = axis[0]!.at - axis[1]!.at;
          rounded.forEach((value, i) => {
            const row = axis.find(({ marks }) => marks[1 + 3 * i] === '◆')!;
            expect(Math.abs(row.at - value)).toBeLessThanOrEqual(step / 2 + 0.06);
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('scale', () => {
  it('draws κ with its notes under it', () => {
    expect(draw(kappa, 56)).toBe(drawing`
κ 0 ├●────┬──────────────────▲───────────────────────┤ 1
     DDD  CCD from κ = 0.10 on                    move κ
`);
  });

  it('draws rows under common ends, intervals and marks, words at the right', () => {
    expect(draw(compared, 76)).toBe(drawing`
                    0 %                                100 %
moves first         ●··············├·······◆······┤········▲  58 %  14 of 24
                                                           ■
answers cooperation ●···················├··········◆···┤·■·▲  79 %  11 of 14
answers defection   ●·├·····◆···········┤··················■  20 %   2 of 10
                    ▲
`);
  });

  it('draws published people as a band behind everything, in both alphabets', () => {
    const band = { who: '134 people in Trento', at: 0.4, interval: [0.3, 0.5], n: 'n 134' } as const;
    const rows = [
      { label: 'moves first', marks: [{ at: 0.42, who: { agent: 'human' } }], interval: [0.2, 0.48] as const, band },
      { label: 'and then', marks: [{ at: 0.4, who: { agent: 'moralis' } }], band },
    ];
    const scale: Block = { kind: 'scale', min: 0, max: 1, ends: ['0 %', '100 %'], rows };
    expect(draw(scale, 54)).toBe(drawing`
            0 %                                  100 %
moves first ········├···░░░░▒◆░░┤░····················
and then    ············░░░░▲░░░░░····················
`);
    expect(draw(scale, 54, undefined, true)).toBe(drawing`
            0 %                                  100 %
moves first ........|...::::%#::|:....................
and then    ............::::^:::::....................
`);
    expect(draw({ ...scale, rows: [{ ...rows[1]!, label: '' }] }, 56)).toBe(drawing`
0 % ├─────────────░░░░▲░░░░░─────────────────────┤ 100 %
`);
  });

  it('no band hides a mark or the end of an interval, wherever they stand', () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    const range = fc.tuple(place, place).map((two) => two.toSorted((x, y) => x - y) as [number, number]);
    fc.assert(
      fc.property(place, range, place, range, (at, interval, middle, reached) => {
        const band = { who: 'people', at: middle, interval: reached, n: 'n 9' };
        const row = { label: 'a', marks: [{ at, who: { agent: 'human' } }], interval };
        const whole = (given: object): string =>
          draw({ kind: 'scale', min: 0, max: 1, ends: ['', ''], rows: [{ ...row, ...given }, row] }, 60);
        const bare = [...whole({})];
        for (const [i, glyph] of [...whole({ band })].entries())
          expect(bare[i] === glyph || (bare[i] === '·' && /[░▒]/.test(glyph))).toBe(true);
      }),
    );
  });

  it('a name too long for its column stands whole above its line', () => {
    const rows = ['  control group', '  told what all of the others had done in the round before'].map((label) => ({
      label,
      marks: [{ at: 0.5, who: { agent: 'human' } }],
      text: '50 %  5 of 10',
    }));
    const drawn = draw({ kind: 'scale', min: 0, max: 1, ends: ['0 %', '100 %'], rows }, 56);
    expect(drawn.replace(/\s+/g, ' ')).toContain('told what all of the others had done in the round before');
    expect(drawn).not.toContain('…');
    expect(drawn.match(/◆/g)).toHaveLength(2);
  });

  it('marks of equal values stand in one column, and each mark where its value is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.3, 0.301, 1), { minLength: 1, maxLength: 6 }), (places) => {
        const rows = [
          { label: 'a', marks: places.map((at) => ({ at, who: { agent: 'moralis' } })) },
          { label: 'b', marks: [{ at: 0, who: { agent: 'moralis' } }] },
        ];
        const text = draw({ kind: 'scale', min: 0, max: 1, ends: ['', ''], rows }, 43);
        const columns = text.split('\n').flatMap((one) => [...one.matchAll(/▲/g)].map(({ index }) => index - 2));
        const wanted = [...places, 0].map((at) => Math.round(at * 40));
        expect(columns.toSorted((x, y) => x - y)).toEqual(wanted.toSorted((x, y) => x - y));
      }),
    );
  });

  it('loses no mark however close they stand', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (places) => {
        const text = draw(
          {
            kind: 'scale',
            min: 0,
            max: 1,
            ends: ['0', '1'],
            rows: [{ label: '', marks: places.map((at) => ({ at, who: { agent: 'moralis' } })) }],
          },
          56,
        );
        expect(text.match(/▲/g)).toHaveLength(places.length);
      }),
    );
  });
});

describe('facts and text', () => {
  it('aligns values and wraps them beside their label', () => {
    expect(draw(facts, 56)).toBe(drawing`
stays on course   20 pedestrians die, you and your child
                  live
swerves           20 pedestrians live, you and your
                  child die
`);
    expect(draw(agents, 76)).toContain('▲ moralis      also asks');
    expect(draw(agents, 76)).toContain('◆ 田中さん     a person');
  });

  it('wraps at words and loses none', () => {
    const text = draw(words, 56);
    expect(text.replaceAll('\n', ' ')).toBe((words as Block & { kind: 'text' }).text);
  });

  it('spells what ASCII cannot', () => {
    expect(draw({ kind: 'text', text: 'κ = 0.10 … "Böhm" – 3 × 2 ≥ π' }, 56, undefined, true)).toBe(
      'kappa = 0.10 ... "Boehm" - 3 x 2 >= pi',
    );
  });
});
