import { describe, expect, it } from 'vitest';
import { marksFor } from './marks.ts';

describe('marksFor', () => {
  it('keeps the meaning of the four marks, in both alphabets', () => {
    for (const [ascii, marks] of [
      [false, '◆●▲■'],
      [true, '#o^='],
    ] as const) {
      const seen = marksFor([], [], ascii);
      expect(['human', 'economicus', 'moralis', 'baseline'].map((agent) => seen({ agent }).glyph).join('')).toBe(marks);
    }
  });

  it('has a shape of its own for everybody', () => {
    for (const ascii of [false, true]) {
      const seen = marksFor(['human', 'human'], ['you', 'the other'], ascii);
      const shapes = [
        ...['economicus', 'moralis', 'moralis/sellers', 'baseline', 'random', 'script', 'other'].map(
          (agent) => seen({ agent }).glyph,
        ),
        seen({ seat: 0 }).glyph,
        seen({ seat: 1 }).glyph,
      ];
      expect(new Set(shapes).size).toBe(shapes.length);
    }
  });

  it('says no more than was disclosed', () => {
    const seen = marksFor(['human', 'other'], ['you', 'the other player'], false);
    expect(seen({ seat: 1 })).toEqual({ glyph: '□', name: 'the other player', label: 'other' });
    expect(seen({ seat: 0 })).toEqual({ glyph: '◆', name: 'you', label: 'human' });
  });

  it('draws labels that it does not know as other', () => {
    expect(marksFor(['openai/gpt-9'], ['it'], false)({ seat: 0 })).toEqual({ glyph: '□', name: 'it', label: 'other' });
  });
});
