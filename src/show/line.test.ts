import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { clipped, clippedLine, columnsOf, line, span, textOf, widthOf, wrapped } from './line.ts';

const words = fc
  .array(
    fc.constantFrom('a', 'price', 'κ = 0.10', '田中さん', 'é', '👩‍👩‍👧', 'unbreakablyLongWordOfManyLetters', '◆ you'),
    { maxLength: 20 },
  )
  .map((w) => w.join(' '));

describe('widths', () => {
  it('are those of string-width', () => {
    fc.assert(fc.property(words, (text) => columnsOf(text) === stringWidth(text)));
    for (const letter of 'κ–…←→↑↓│─┤◆●▲■◇○▬□◈╌┃╒╡╪é') expect(columnsOf(letter), letter).toBe(stringWidth(letter));
  });
});

describe('wrapped', () => {
  it('stays inside its width and loses no letter', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrapped(text, width);
        for (const one of lines) expect(columnsOf(one)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('keeps line breaks and the blanks at the start of a line', () => {
    expect(wrapped('one\n  two three\n\nfour', 8)).toEqual(['one', '  two', '  three', '', 'four']);
  });

  it.each(['a', 'κ', 'я', '日', 'e\u0301', '👩‍👩‍👧', '🇩🇪', 'a日', 'a '])(
    'breaks a megabyte of %j in a time that grows with its length, losing no letter',
    (letter) => {
      const text = letter.repeat(Math.floor(1_000_000 / letter.length)).trimEnd();
      const began = performance.now();
      const lines = wrapped(text, 76);
      // It takes about a tenth of a second; letter by letter from the start it took 25.
      expect(performance.now() - began).toBeLessThan(15_000);
      expect(lines.join(letter === 'a ' ? ' ' : '')).toBe(text);
      const short = letter.repeat(500);
      for (const one of wrapped(short, 76)) expect(stringWidth(one)).toBeLessThanOrEqual(76);
    },
  );
});

describe('a piece of a line', () => {
  it('holds nothing that commands a terminal, and no line break', () => {
    expect(span('red \x1b[31mRED\x1b]0;TITLE\x07\u202e\n\x9b2Jend')).toEqual({ text: 'red RED end' });
  });
});

describe('clipped', () => {
  it('shows a sign where something is lost, and only there', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 3, max: 40 }), (text, width) => {
        const short = clipped(text, width, '…');
        expect(columnsOf(short)).toBeLessThanOrEqual(width);
        if (columnsOf(text) <= width) expect(short).toBe(text);
        else expect(short.endsWith('…')).toBe(true);
      }),
    );
  });

  it('cuts a line across its tones', () => {
    const drawn = [span('◆ ', 'human'), span('a long name', 'strong'), ...line(' and more')];
    expect(textOf(clippedLine(drawn, 9, '…'))).toBe('◆ a long…');
    expect(widthOf(clippedLine(drawn, 9, '…'))).toBeLessThanOrEqual(9);
    expect(clippedLine(drawn, 40, '…')).toBe(drawn);
  });

  it('cuts a line where one tone ends exactly at the edge', () => {
    expect(textOf(clippedLine([span('four'), span('more')], 4, '…'))).toBe('fou…');
  });
});
