import { describe, expect, it } from 'vitest';
import { glossary, termsFor } from './glossary.ts';

describe('glossary', () => {
  it('says each word once, in one sentence that fits two lines', () => {
    expect(new Set(glossary.map((t) => t.word)).size).toBe(glossary.length);
    for (const { word, says, where } of glossary) {
      expect(says, word).toMatch(/^[A-Z0-9].*[.]$/);
      expect(says.length, word).toBeLessThanOrEqual(150);
      expect(where.length, word).toBeGreaterThan(0);
    }
  });

  it('gives the terms of a game and a screen', () => {
    const words = termsFor('debrief', 'prisoners-dilemma').map((t) => t.word);
    expect(words).toContain('κ, kappa');
    expect(words).toContain('threshold');
    expect(words).not.toContain('Nash price');
  });
});
