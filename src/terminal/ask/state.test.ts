import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, SKIPPED } from '../../core/game.ts';
import { asked, likely, move, press, price, withCalculator } from './samples.test-data.ts';
import { draftNumbers, numberRead } from './state.ts';

const answers = (...args: Parameters<typeof press>) => press(...args).replies.map((reply) => reply.answer);

describe('nothing is preset', () => {
  it('has no mark, no text and no number', () => {
    for (const decision of [move, likely, price]) {
      const state = asked(decision);
      expect(state.marked).toBeNull();
      expect(state.text).toBe('');
      expect(numberRead(state)).toBeNull();
    }
    expect(draftNumbers(withCalculator())).toEqual([null, null]);
  });

  it('answers Enter on nothing with what to press, and gives no reply', () => {
    const { state, replies } = press(asked(move), 'Enter');
    expect(replies).toEqual([]);
    expect(state.problem).toBe('Nothing is chosen yet: choose cooperate or defect.');
    expect(press(asked(likely), 'Enter').state.problem).toContain('type a number from 0 to 100');
  });
});

describe('a choice', () => {
  it('is marked by letter or arrow, changes freely, and is final at Enter', () => {
    expect(answers(asked(move), 'c', 'd', 'Enter')).toEqual(['D']);
    expect(answers(asked(move), '→', 'Enter')).toEqual(['C']);
    expect(answers(asked(move), '←', 'Enter')).toEqual(['D']);
    expect(answers(asked(move), '↓', '↓', '↓', '↑', 'Enter')).toEqual(['C']);
    expect(answers(asked(move), 'C', 'Enter')).toEqual(['C']);
  });

  it('logs every re-marking and how it was made, in milliseconds since it was shown', () => {
    expect(press(asked(move), 'c', 'd', '←', 'Enter').replies[0]).toEqual({
      answer: 'C',
      shownAt: 1_000,
      marks: [
        [100, 'key c'],
        [200, 'key d'],
        [300, 'arrow C'],
      ],
    });
  });

  it('says what is possible when a key means nothing here', () => {
    expect(press(asked(move), 'z').state.problem).toBe('Choose cooperate or defect; got "z".');
    expect(press(asked(move), 'z', 'c').state.problem).toBeNull();
  });
});

describe('a rating', () => {
  it('is typed, or entered by arrows from the end that they come from', () => {
    expect(answers(asked(likely), '3', '5', 'Enter')).toEqual([35]);
    expect(answers(asked(likely), '→', 'Enter')).toEqual([0]);
    expect(answers(asked(likely), '←', 'Enter')).toEqual([100]);
    // More and less come from no end of the line: neither gives the opposite of what it says.
    expect(answers(asked(likely), '↑', 'Enter')).toEqual([50]);
    expect(answers(asked(likely), '↓', 'Enter')).toEqual([50]);
    expect(answers(asked(likely), '↓', '↓', 'Enter')).toEqual([40]);
    expect(answers(asked(likely), '→', '→', '→', 'Enter')).toEqual([2]);
    expect(answers(asked(likely), '→', '↑', '↑', '←', 'Enter')).toEqual([19]);
    expect(answers(asked(likely), '3', '5', 'Backspace', '0', 'Enter')).toEqual([30]);
  });

  it('begins anew when digits follow arrows', () => {
    expect(answers(asked(likely), '→', '↑', '7', '2', 'Enter')).toEqual([72]);
  });

  it('never leaves its ends by arrows', () => {
    expect(answers(asked(likely), '←', '→', '↑', 'Enter')).toEqual([100]);
    expect(answers(asked(likely), '→', '↓', 'Enter')).toEqual([0]);
  });

  it('logs the way of entry; a held key is two marks, where it came in and where it is', () => {
    const marks = (...keys: readonly string[]) =>
      press(asked(likely), ...keys, 'Enter').replies[0]!.marks.map(([, mark]) => mark);
    expect(marks('3', '5')).toEqual(['typed 35']);
    expect(marks(...Array.from({ length: 36 }, () => '→'))).toEqual(['arrow 0', 'arrow 35']);
    expect(marks('3', '5', 'Backspace', '0')).toEqual(['typed 35', 'typed 30']);
    expect(marks('→', '→', '9', 'x')).toEqual(['arrow 0', 'arrow 1', 'typed 9', 'key x']);
  });

  it('may be left unsaid, and said after all', () => {
    expect(answers(asked(likely), 'x', 'Enter')).toEqual([SKIPPED]);
    expect(answers(asked(likely), 'x', '4', 'Enter')).toEqual([4]);
    // x takes x back, to what stood there before.
    expect(answers(asked(likely), '4', '2', 'x', 'x', 'Enter')).toEqual([42]);
    expect(answers(asked(likely), 'x', 'x', 'Enter')).toEqual([]);
    expect(answers(asked(likely), '4', 'x', 'x', 'x', 'Enter')).toEqual([SKIPPED]);
    expect(press(asked(likely), '4', 'x', 'x', 'Enter').replies[0]!.marks.map(([, mark]) => mark)).toEqual([
      'typed 4',
      'key x',
      'x taken back',
    ]);
    expect(answers(asked(likely), '4', 'x', 'Enter')).toEqual([SKIPPED]);
    expect(answers(asked(price), 'x', 'Enter')).toEqual([]);
  });

  it('goes back only where there is a question before', () => {
    expect(press(asked(likely, { position: 1, of: 3 }), 'b').back).toBe(1);
    const first = press(asked(likely), 'b');
    expect(first.back).toBe(0);
    expect(first.state.problem).toContain('first question');
  });
});

describe('a price', () => {
  it('takes a decimal comma for a point', () => {
    expect(answers(asked(price), '1', '6', ',', '5', 'Enter')).toEqual([16.5]);
    expect(numberRead(press(asked(price), '1', '6', ',', '5').state)).toBe(16.5);
    expect(answers(asked(price), '16,5', 'Enter')).toEqual([16.5]);
  });

  it('keeps a wrong value for correction and says one sentence', () => {
    const { state, replies } = press(asked(price), '4', '5', 'Enter');
    expect(replies).toEqual([]);
    expect(state.text).toBe('45');
    expect(state.problem).toBe('Type a number from 0.0 to 30.0; got "45".');
    expect(answers(state, 'Backspace', 'Backspace', '1', '5', 'Enter')).toEqual([15]);
    expect(press(asked(price), '-', '5', 'Enter').state.problem).toContain('got "-5"');
    expect(press(asked(price), '1', '.', '2', '5', 'Enter').state.problem).toContain('at most 1 decimal');
    expect(press(asked(price), 'twelve').state.problem).toContain('got "twelve"');
  });

  it('can be typed without Shift on a French keyboard', () => {
    expect(answers(asked(price), '&', '-', ',', '(', 'Enter')).toEqual([16.5]);
    expect(answers(asked(likely), '-', 'à', 'Enter')).toEqual([60]);
    expect(answers(asked(price), '-', '&', 'Enter')).toEqual([]);
    expect(press(asked(price), '-', '&').state.text).toBe('61');
  });

  it('can be set by arrows alone', () => {
    expect(answers(asked(price), ...Array.from({ length: 148 }, () => '→'), 'Enter')).toEqual([14.7]);
    expect(answers(asked(price), '↑', ...Array.from({ length: 15 }, () => '↑'), '←', '←', '←', 'Enter')).toEqual([
      14.7,
    ]);
    expect(answers(asked(price), '↓', 'Enter')).toEqual([30]);
  });
});

describe('the calculator', () => {
  it('takes what is typed after Tab, and commits to nothing', () => {
    const { state, replies } = press(withCalculator(), 'Tab', '1', '6', '.', '5', 'Tab', '1', '5', ',', '5');
    expect(replies).toEqual([]);
    expect(draftNumbers(state)).toEqual([16.5, 15.5]);
    expect(state.text).toBe('');
    expect(answers(state, 'Tab', '1', '7', 'Enter')).toEqual([17]);
  });

  it('a filled what-if field is replaced by what is typed, and corrected by Backspace', () => {
    const drafts = (...keys: readonly string[]): readonly string[] => press(withCalculator(), ...keys).state.draft;
    const round = ['Tab', '1', '6', 'Tab', '1', '5', 'Tab', 'Tab'];
    expect(drafts(...round, '1', '7')).toEqual(['17', '15']);
    expect(drafts(...round, 'Backspace', '9')).toEqual(['19', '15']);
    expect(drafts('Tab', '1', '6', '→', '2')).toEqual(['2', '']);
  });

  it('never sets a price by Enter in a what-if field', () => {
    const { state, replies } = press(withCalculator(), '2', '0', 'Tab', '1', '5', 'Enter', '1', '6', 'Enter');
    expect(replies).toEqual([]);
    expect(state.focus).toBe(-1);
    expect(answers(state, 'Enter')).toEqual([20]);
  });

  it('logs its uses', () => {
    const { replies } = press(
      withCalculator(),
      'Tab',
      '1',
      '6',
      'Tab',
      '1',
      '5',
      'Tab',
      'Tab',
      '→',
      'Tab',
      'Tab',
      '1',
      '7',
      'Enter',
    );
    expect(replies[0]!.marks.map(([, mark]) => mark)).toEqual([
      'what-if 16/',
      'what-if 16/15',
      'what-if 16.1/15',
      'typed 17',
    ]);
  });

  it('is left out of Tab where there is none', () => {
    expect(press(asked(price), 'Tab', '1', '5', 'Enter').replies[0]!.answer).toBe(15);
  });
});

it('gives only answers that can be read, whatever is pressed', () => {
  const key = fc.constantFrom(
    '→',
    '←',
    '↑',
    '↓',
    'Enter',
    'Tab',
    'Backspace',
    'x',
    'b',
    'c',
    'd',
    '1',
    '9',
    ',',
    '.',
    '-',
    'é',
    'z',
    '16,5',
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), fc.constantFrom(move, likely, price, null), (keys, decision) => {
      const start = decision === null ? withCalculator() : asked(decision);
      const { state, replies } = press(start, ...keys);
      for (const { answer, marks } of replies) {
        expect(read(start.decision.input, answer)).toEqual({ ok: true, answer });
        expect(marks.length).toBeGreaterThan(0);
      }
      const times = state.marks.map(([ms]) => ms);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
  );
});
