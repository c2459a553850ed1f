import { afterEach, describe, expect, it, vi } from 'vitest';
import { theme, toneOf, toneProps, type Tone } from './theme.ts';

afterEach(() => vi.unstubAllEnvs());
const tones: readonly Tone[] = [
  ...(['strong', 'quiet', 'warn', 'gain', 'mine', 'theirs', 'focus'] as const),
  ...(['human', 'economicus', 'moralis', 'baseline', 'random', 'script', 'other'] as const),
];

/** Relative luminance after WCAG 2. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe('theme', () => {
  it('uses no colour under NO_COLOR', () => {
    vi.stubEnv('NO_COLOR', '1');
    for (const tone of tones) expect(toneProps(tone)).not.toHaveProperty('color');
    expect(theme.warn()).toEqual({ bold: true });
  });

  it('reads on black and on white, without pure red, green or blue', () => {
    vi.stubEnv('NO_COLOR', '');
    for (const tone of tones) {
      const { color } = toneProps(tone);
      if (color === undefined) continue;
      const light = luminance(color);
      expect((light + 0.05) / 0.05, `${tone} on black`).toBeGreaterThan(4);
      expect(1.05 / (light + 0.05), `${tone} on white`).toBeGreaterThan(4);
    }
  });

  it('knows only its own labels', () => {
    expect(toneOf('moralis')).toBe('moralis');
    expect(toneOf('openai/gpt-4.1')).toBe('other');
    expect(toneOf('constructor')).toBe('other');
  });
});
