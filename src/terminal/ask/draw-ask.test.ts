import { renderToString } from 'ink';
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf, textOfAll, widthOf } from '../../show/line.ts';
import { plainOf } from '../../show/screen-file.ts';
import { marksFor } from '../../show/marks.ts';
import { keyLine } from '../keys.ts';
import { Lines } from '../lines.tsx';
import { drawAsk } from './draw-ask.ts';
import { askHints } from './keys.ts';
import { askAsText } from './plain.ts';
import { asked, likely, move, press, price, withCalculator } from './samples.test-data.ts';
import type { AskState } from './state.ts';

beforeEach(() => vi.stubEnv('HOMINES_ASCII', '0'));
afterEach(() => vi.unstubAllEnvs());
const seen = marksFor(['human', 'other'], ['you', 'other'], false);
const draw = (state: AskState, width: number, masked = false): string => textOfAll(drawAsk(state, width, seen, masked));
const keys = (start: AskState, ...names: readonly string[]): AskState => press(start, ...names).state;

const many = [
  ...[asked(move), keys(asked(move), 'c'), keys(asked(move), 'Enter')],
  ...[
    asked(likely),
    keys(asked(likely), '3', '5'),
    keys(asked(likely), 'x'),
    keys(asked(likely), '2', '0', '0', 'Enter'),
  ],
  ...[
    asked(price),
    withCalculator(),
    keys(withCalculator(), 'Tab', '1', '6', 'Tab', '1', '5', 'Tab', '1', '6', ',', '5'),
  ],
];

describe('the widget', () => {
  it.each([56, 60, 76, 116])('fits %i columns, and its height does not depend on who sits there', (width) => {
    for (const masked of [false, true])
      for (const state of many) {
        const lines = drawAsk(state, width, seen, masked);
        for (const line of lines) expect(widthOf(line), textOf(line)).toBeLessThanOrEqual(width);
        expect(drawAsk(state, width, marksFor([], [], false), masked)).toHaveLength(lines.length);
      }
  });

  it('is printed as drawn', () => {
    const state = keys(withCalculator(), '1', '6', ',', '5');
    const lines = drawAsk(state, 76, seen, false);
    expect(plainOf(renderToString(createElement(Lines, { lines }), { columns: 80 })).trimEnd()).toBe(
      draw(state, 76).trimEnd(),
    );
  });
});

describe('a choice', () => {
  it('stands on one line with the question', () => {
    expect(draw(asked(move), 76)).toBe('Your move:   ( ) cooperate   ( ) defect                   nothing chosen yet');
    expect(draw(keys(asked(move), 'c'), 76)).toBe(
      'Your move:   (◆) cooperate   ( ) defect                 Enter makes it final',
    );
    expect(draw(asked(move), 56)).toBe('Your move:   ( ) cooperate   ( ) defect      nothing yet');
  });

  it('names the letter where the label does not begin with it, and lists long labels', () => {
    const long = {
      ...move,
      ask: 'Which is more moral?',
      input: {
        kind: 'choice' as const,
        options: [
          { value: 's', label: 'stay on course and kill the twenty pedestrians who stand ahead', key: 's' },
          { value: 'w', label: 'swerve and kill you and your child', key: 'w' },
        ],
      },
    };
    const text = draw(asked(long), 76);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('( ) w: swerve and kill');
  });
});

describe('a rating', () => {
  it('is a line without ticks and without a handle until it is set', () => {
    const before = draw(asked(likely), 76).split('\n').at(-1)!;
    expect(before).toMatch(/^not at all ├─+┤ surely +–$/);
    const after = draw(keys(asked(likely), '3', '5'), 76)
      .split('\n')
      .at(-1)!;
    expect(after).toMatch(/^not at all ├─+┃─+┤ surely +35$/);
    const bar = after.slice(after.indexOf('├') + 1, after.indexOf('┤'));
    expect(bar.indexOf('┃') / (bar.length - 1)).toBeCloseTo(0.35, 1);
    expect(after.length).toBe(before.length);
  });

  it('has its handle at the very ends for 0 and 100', () => {
    expect(draw(keys(asked(likely), '→'), 76)).toContain('├┃─');
    expect(draw(keys(asked(likely), '←'), 76)).toContain('─┃┤');
  });
});

it.each([56, 76, 96])('the line of a rating is as long whatever stands beside it, at %i columns', (width) => {
  const bar = (...names: readonly string[]): number =>
    /[├|].*[┤|]/.exec(draw(keys(asked(likely), ...names), width))![0].length;
  const lengths = [bar(), bar('7'), bar('1', '0', '0'), bar('x'), bar('x', 'x')];
  expect(new Set(lengths).size).toBe(1);
  expect(lengths[0]).toBeGreaterThanOrEqual(20);
});

describe('a price', () => {
  it('shows the number that is read before Enter', () => {
    expect(draw(keys(asked(price), '1', '6', ',', '5'), 76)).toBe(
      'Your price for round 6:  16,5_  reads 16.5     a unit costs 10.0, limit 30.0',
    );
    expect(draw(keys(asked(price), '1', '6', '.', '5'), 76)).not.toContain('reads');
    expect(draw(keys(asked(price), '1', '6'), 76)).toContain('reads 16.0');
  });

  it('has the calculator above, empty at first, its answer redrawn as one types', () => {
    expect(draw(withCalculator(), 76).split('\n')[0]).toBe('What if  you ask [    ]   rival asks [    ]');
    expect(draw(keys(withCalculator(), 'Tab', '1', '6', 'Tab', '1', '5'), 76).split('\n')[0]).toBe(
      'What if  you ask [16  ]   rival asks [15_ ]         you earn 160   rival 150',
    );
  });
});

describe('two people at one keyboard', () => {
  it.each([
    ['a choice', keys(asked(move), 'd'), /defect *$|◆/],
    ['a rating', keys(asked(likely), '7', '3'), /73|┃/],
    [
      'a price',
      keys(withCalculator(), 'Tab', '1', '9', 'Tab', '1', '8', 'Tab', '1', '7', ',', '3'),
      /17|18|19|reads|earn/,
    ],
    ['rather not say', keys(asked(likely), 'x'), /rather/],
  ])('%s shows as dots', (_, state, secret) => {
    const text = draw(state, 76, true);
    expect(text).toContain('•');
    expect(text.replace('( ) defect', '')).not.toMatch(secret);
    expect(askAsText(state, true).replace('d: defect', '')).not.toMatch(secret);
  });

  it('does not tell two marks or two numbers apart', () => {
    expect(draw(keys(asked(move), 'c'), 76, true)).toBe(draw(keys(asked(move), 'd'), 76, true));
    expect(draw(keys(asked(likely), '7'), 76, true)).toBe(draw(keys(asked(likely), '1', '0', '0'), 76, true));
    expect(draw(keys(asked(price), '7'), 76, true)).toBe(draw(keys(asked(price), '1', '2', ',', '5'), 76, true));
  });
});

describe('read aloud', () => {
  it('says what is asked, what is possible and what stands', () => {
    expect(askAsText(keys(asked(move), 'c'))).toBe('Your move:\nc: cooperate, marked\nd: defect');
    expect(askAsText(asked(likely))).toContain('0 is not at all, 100 is surely');
    expect(askAsText(keys(asked(price), '1', '6', ',', '5'))).toContain('reads 16.5');
  });
});

describe('its keys', () => {
  it('are those of the pictures', () => {
    const rest = ['i rules', 'h help', 'Esc leave'].map((words) => ({
      keys: words.split(' ')[0]!,
      does: words.split(' ')[1]!,
      help: '',
    }));
    expect(keyLine([...askHints(asked(move)), ...rest], 78)).toBe(
      'c d or ←→ choose   Enter makes it final   i rules   h help   Esc leave',
    );
    expect(keyLine([...askHints(asked(likely, { position: 1, of: 3 })), ...rest], 58)).toBe(
      '0 to 100 or ←→  Enter confirm  x skip  b back  h help  Esc',
    );
  });

  it('say why one of them does nothing', () => {
    expect(askHints(asked(likely, { of: 3 })).find((hint) => hint.keys === 'b')!.off).toContain('first question');
    expect(askHints(asked(move)).some((hint) => hint.keys === 'b')).toBe(false);
  });
});
