import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { isNarrow, narrowColumns } from './narrow.ts';

const letters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));

it('every letter that is told without tables takes one column by the tables too', () => {
  const narrow = letters.filter(isNarrow);
  expect(narrow.length).toBeGreaterThan(1000);
  expect(narrow.filter((letter) => stringWidth(letter) !== 1)).toEqual([]);
});

it('what moves the cursor, breaks a line, turns the direction or is wide has to be measured', () => {
  for (const text of ['\n', '\t', '\x7f', '\u00ad', '\u0301', '\u2028', '\u202e', '\u2066', '田', '👩', 'a\x1b[2Kb'])
    expect(narrowColumns(text), JSON.stringify(text)).toBeNull();
});

it('colours take no room', () => {
  for (const text of ['', '\x1b[1m› home\x1b[22m', '\x1b[38;2;0;158;115mκ = 0.10 ≥ −1\x1b[39m'])
    expect(narrowColumns(text)).toBe(stringWidth(text));
});
