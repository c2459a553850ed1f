import { describe, expect, test } from 'vitest';
import { barsSpec, drawBars } from './chart-bars.ts';
import { drawScale, scaleWords } from './chart-scale.ts';
import { drawPanel } from './chart-series.ts';
import { between, escaped, fitted, widthOf } from './charts.ts';
import { stacked } from './scale-marks.ts';

const scale = (rows: Parameters<typeof drawScale>[0]['rows']) =>
  ({ kind: 'scale', min: 0, max: 1, ends: ['0 %', '100 %'], rows }) as const;

describe('words in pages', () => {
  test('nothing of a name can become markup, an attribute, or turn round what follows it', () => {
    expect(escaped('<script>alert("x")</script> & \u202eevil\u0000\u0085')).toBe(
      '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; evil',
    );
    expect(escaped('كلية الاقتصاد: 7')).toBe('&#x2068;كلية الاقتصاد&#x2069;: 7');
    expect(escaped('日本語 🎲 “quoted”')).toBe('日本語 🎲 “quoted”');
  });
  test('a long name loses its middle, and no half of an emoji stays', () => {
    const [one, other] = ['Monday '.repeat(20) + 'first', 'Monday '.repeat(20) + 'second'].map((name) =>
      fitted(name, 150),
    );
    expect(one).not.toBe(other);
    expect(one).toMatch(/^Monday.*….*first$/);
    expect(widthOf(one!)).toBeLessThanOrEqual(150);
    expect(fitted('👩‍👩‍👧'.repeat(30), 60)).toMatch(/^(👩‍👩‍👧)+…(👩‍👩‍👧)+$/u);
    expect(fitted('short', 150)).toBe('short');
  });
});

test('round values between the ends, and never an end', () => {
  expect(between(0, 1)).toEqual([0.25, 0.5, 0.75]);
  expect(between(10, 23.9)).toEqual([15, 20]);
  expect(between(-1, 1)).toEqual([-0.5, 0, 0.5]);
  expect(between(5, 5)).toEqual([]);
});

describe('a scale', () => {
  test('a mark that would cover another stands below it, at its own place', () => {
    const at = (x: number) => ({ x, from: x - 6, to: x + 6 });
    expect(stacked([at(50), at(52), at(80), at(51)]).map(({ x, level }) => [x, level])).toEqual([
      [50, 0],
      [52, 1],
      [80, 0],
      [51, 2],
    ]);
  });
  test('a name beside a mark keeps away from the next mark and from the edge', async () => {
    const marks = [
      { at: 0.5, who: { agent: 'moralis' }, name: 'buyers' },
      { at: 0.55, who: { agent: 'moralis' }, name: 'sellers' },
      { at: 1, who: { agent: 'moralis' }, name: 'last' },
    ];
    const svg = await drawScale(scale([{ label: 'one', marks }]), '', 'title');
    const places = [
      ...svg.matchAll(
        /<text text-anchor="(\w+)" transform="translate\(([\d.]+),([\d.]+)\)" font-size="10px"[^>]*>(\w+)/g,
      ),
    ];
    expect(places.map(([, anchor, , y, name]) => [name, anchor, Number(y)])).toEqual([
      ['buyers', 'start', 33.5],
      ['sellers', 'start', 45.5],
      ['last', 'end', 33.5],
    ]);
  });
  test('is told in numbers to somebody who does not see it', () => {
    const marks = [
      { at: 0.625, who: { agent: 'human' } },
      { at: 1, who: { agent: 'moralis' } },
    ];
    expect(scaleWords(scale([{ label: 'moves first', marks, interval: [0.427, 0.788], text: '63 %  15 of 24' }]))).toBe(
      'moves first: human 63 %, moralis 100 %; 95 % 43 % to 79 %; 63 % 15 of 24',
    );
  });
  test('published people are a grey band behind the line, told with their n', async () => {
    const band = { who: '134 people in Trento', at: 0.291, interval: [0.221, 0.373], n: 'n 134' } as const;
    const drawn = scale([{ label: 'moves first', marks: [{ at: 0.5, who: { agent: 'human' } }], band }]);
    expect(scaleWords(drawn)).toBe('moves first: human 50 %; published 134 people in Trento 29 %, 22 % to 37 %, n 134');
    const svg = await drawScale(drawn, '', 'title');
    // Drawn first, so that marks and intervals lie over it.
    expect(svg.indexOf('#dededa')).toBeGreaterThan(0);
    expect(svg.indexOf('#dededa')).toBeLessThan(svg.indexOf('stroke="#ffffff"'));
  });
  test('one range, no rows, all values equal: a picture without NaN', async () => {
    const charts = await Promise.all([
      drawScale(
        { ...scale([{ label: 'x', marks: [{ at: 2, who: { agent: 'human' } }] }]), min: 2, max: 2 },
        'head',
        'title',
      ),
      drawScale(scale([]), '', 'title'),
      drawBars([{ label: 'all the same', mark: 'human', n: 5, bins: [{ from: 3, to: 3, count: 5 }] }], 'title'),
      drawPanel(
        {
          block: {
            kind: 'series',
            period: 'round',
            periods: 1,
            decimals: 1,
            lines: [{ who: { agent: 'human' }, name: 'one', points: [14.7] }],
          },
          head: 'one',
          n: 'n 1',
          band: [],
          each: [],
          range: [14.7, 14.7],
        },
        'title',
      ),
    ]);
    for (const chart of charts) expect(chart).not.toMatch(/NaN|undefined|Infinity|null/);
  });
});

test('the ends of ranges are written as they are', () => {
  const bins = [18.25, 18.3, 18.35, 18.4].map((from) => ({ from, to: Number((from + 0.05).toFixed(2)), count: 1 }));
  expect(JSON.stringify(barsSpec([{ label: 'x', mark: 'human', n: 4, bins }]).marks)).toMatch(
    /"18\.25".*"18\.45".*"18\.35"/,
  );
});

test('a path draws its mean, its band and every observation', async () => {
  const points = [15, 16, 17];
  const svg = await drawPanel(
    {
      block: {
        kind: 'series',
        period: 'round',
        periods: 3,
        decimals: 1,
        lines: [{ who: { agent: 'human' }, name: 'class', points }],
        levels: [{ at: 14.7, label: 'Nash' }],
      },
      head: 'class',
      n: 'n 5',
      band: points.map((at) => [at - 1, at + 1] as const),
      each: [points, points.map((at) => at + 0.5)],
      range: [14, 18],
    },
    'Figure 1',
  );
  expect(svg.match(/stroke-width="0\.8"/g)).toHaveLength(2);
  expect(svg.match(/stroke-width="2"/g)).toHaveLength(1);
  expect(svg).toContain('fill-opacity="0.16"');
  expect(svg).toMatch(/>Nash<.*>14\.7</s);
  expect(svg).toContain('class, n 5: round 1 15.0 (95 % 14.0 to 16.0), round 2 16.0');
});

test('the last number below a path stands whole in the picture', async () => {
  for (const last of [9, 240, 100_000]) {
    const points = [0.5, ...Array.from({ length: last - 1 }, () => null), 0.9];
    const svg = await drawPanel(
      {
        block: {
          ...{ kind: 'series', period: 'step', periods: last, decimals: 2, from: 0 },
          lines: [{ who: { agent: 'human' }, name: 'one', points }],
        },
        ...{ head: 'one', n: 'n 24', band: [], each: [], range: [0, 1] },
      },
      'title',
    );
    const ends = [
      ...svg.matchAll(/<text text-anchor="middle" transform="translate\(([\d.]+),[\d.]+\)"[^>]*>(\d+)</g),
    ].map(([, x, number]) => Number(x) + widthOf(number!) / 2);
    expect(ends.length).toBeGreaterThan(1);
    expect(Math.max(...ends)).toBeLessThanOrEqual(Number(/viewBox="0 0 ([\d.]+)/.exec(svg)![1]));
  }
});
