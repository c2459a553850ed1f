import { describe, expect, it } from 'vitest';
import { glyphs, wantsAscii } from './glyphs.ts';
import { inAscii } from './in-ascii.ts';

describe('wantsAscii', () => {
  it('follows the locale', () => {
    expect(wantsAscii({ LANG: 'de_DE.UTF-8' }, 'linux')).toBe(false);
    expect(wantsAscii({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'linux')).toBe(true);
    expect(wantsAscii({ LC_CTYPE: 'en_GB.utf8', LANG: 'C' }, 'linux')).toBe(false);
    expect(wantsAscii({}, 'linux')).toBe(true);
    expect(wantsAscii({ LANG: 'C.UTF-8', TERM: 'linux' }, 'linux')).toBe(true);
  });

  it('knows the terminals of Windows that draw', () => {
    expect(wantsAscii({ WT_SESSION: 'x' }, 'win32')).toBe(false);
    expect(wantsAscii({}, 'win32')).toBe(true);
  });

  it('does what HOMINES_ASCII says', () => {
    expect(wantsAscii({ HOMINES_ASCII: '1', LANG: 'C.UTF-8' }, 'linux')).toBe(true);
    expect(wantsAscii({ HOMINES_ASCII: '0' }, 'linux')).toBe(false);
  });
});

describe('glyphs', () => {
  const all = (ascii: boolean): string => JSON.stringify(glyphs(ascii));
  it('have twins that can be typed, and never braille', () => {
    expect(all(true)).toMatch(/^[\x20-\x7e]*$/);
    expect(all(false)).not.toMatch(/[\u2800-\u28ff]/);
  });

  it('spell words', () => {
    expect(inAscii('κ* = 0.09, π(x, ŷ) – “like-minded” … ½')).toBe('kappa* = 0.09, pi(x, y) - "like-minded" ... 1/2');
    expect(inAscii('plain')).toBe('plain');
    expect(inAscii('zählen Größe Über')).toBe('zaehlen Groesse Ueber');
  });
});
