import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanData, cleanLine, cleanText, escapedJson } from './outside-text.ts';

/** What must leave by no door, said by Unicode's own properties: controls, formats but the joiners, half pairs, no characters. */
const FORBIDDEN = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/u;
/** Kept though Unicode calls them formats: they stand in front of numbers in Arabic and other scripts and are drawn. */
const SIGNS =
  /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]/gu;
const forbidden = (text: string): boolean => FORBIDDEN.test(text.replace(SIGNS, ''));

test.each([
  ['colours', 'red \x1b[31mRED\x1b[0m', 'red RED'],
  ['a title', 'a\x1b]0;TITLE\x07b', 'ab'],
  ['a title that never ends', 'a\x1b]0;TITLE', 'a0;TITLE'],
  ['a link', '\x1b]8;;http://x/\x1b\\word\x1b]8;;\x1b\\', 'word'],
  ['the same in C1', '\x9b31mred \x9d0;T\x9cend', 'red end'],
  ['a device string', '\x90q#0!\x9cdone \x1bP+q\x1b\\.', 'done .'],
  ['a reset', 'a\x1bcb\x1b(Bc', 'abc'],
  ['backspaces and a bell', 'pass\b\b\b\bfail\x07\x7f', 'passfail'],
  ['the direction of writing', 'a\u202egpj.exe\u2066b\u2069\u200f\u061c', 'agpj.exeb'],
  ['no width', 'mora\u200blis\ufeff\u00ad\u2060', 'moralis'],
  ['hidden letters', `ok${String.fromCodePoint(0xe0068, 0xe0069)}`, 'ok'],
  ['half a pair', 'a\ud83d b\udc00', 'a\ufffd b\ufffd'],
  ['no characters', 'a\ufffe\uffff\ufdd0b', 'ab'],
  ['line ends', 'a\r\nb\rc\u2028d\x0be', 'a\nb\nc\nd\ne'],
  ['a tab', 'a\tb', 'a    b'],
  ['a pile of accents', `a${'\u0301'.repeat(400)}`, `a${'\u0301'.repeat(8)}`],
  [
    'what people write',
    'κ ≥ 0.5 – “naïve” 日本語 한국어 नमस्ते עברית العربية 👩‍👩‍👧 ❤️ می‌خواهم',
    'κ ≥ 0.5 – “naïve” 日本語 한국어 नमस्ते עברית العربية 👩‍👩‍👧 ❤️ می‌خواهم',
  ],
])('%s', (_what, given, clean) => {
  expect(cleanText(given)).toBe(clean);
  expect(cleanLine(given)).toBe(clean.replaceAll('\n', ' ').replace('a    b', 'a b'));
});

test('whatever comes, nothing forbidden is left, and to clean twice is to clean once', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom('\x1b[', '\x1b]', '\x9b', '\x07', '31m', '\x1b', '\ud800', '\u202e', 'x', '\n'), {
        maxLength: 12,
      }),
      (any, codes) => {
        for (const text of [any, codes.join(''), any + codes.join(any)]) {
          expect(forbidden(cleanText(text))).toBe(false);
          expect(cleanLine(text)).not.toContain('\n');
          expect(cleanText(cleanText(text))).toBe(cleanText(text));
        }
      },
    ),
    { numRuns: 2000 },
  );
  for (let code = 0; code < 0x110000; code++) {
    const letter = String.fromCodePoint(code);
    if (forbidden(cleanText(letter))) throw new Error(code.toString(16));
  }
});

test('data are clean at every depth; numbers and their order stay', () => {
  expect(cleanData({ 'a\x1b[1m': ['\x07b', { c: '\x9b0mc' }], n: 1, none: null })).toEqual({
    a: ['b', { c: 'c' }],
    n: 1,
    none: null,
  });
});

test('JSON keeps every code unit, and holds none of them raw', () => {
  const data = { text: '\x1b[31m\x9b\u202e\u2028\ud800 κ\n\ue001', tag: '\u{e0068}', 'name\x85': 1 };
  const json = escapedJson(JSON.stringify(data, null, 2));
  expect(forbidden(json)).toBe(false);
  expect(JSON.parse(json)).toEqual(data);
});

test('a megabyte of introducers without an end is cleaned at once', () => {
  for (const piece of ['\x1b]', '\x9d', '\x1b[', '\x9b0;', '\x1b(', '\u0301', '\r\n', '\x1b]a ']) {
    const began = performance.now();
    cleanText(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - began).toBeLessThan(10_000);
  }
});
