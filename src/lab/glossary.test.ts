import { describe, expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import { glossaryWith, termsFor } from './glossary.ts';

const games = await loadGames();

describe('glossary', () => {
  it('says each word once, in one sentence that fits two lines', () => {
    for (const game of games) {
      const own = glossaryWith([game]).filter(({ where }) => where[0] !== game.name || where.length > 1);
      expect(new Set(own.map((t) => t.word)).size).toBe(own.length);
    }
    for (const { word, says, where } of glossaryWith(games)) {
      expect(says, word).toMatch(/^[A-Z0-9].*[.]$/);
      expect(says.length, word).toBeLessThanOrEqual(150);
      expect(where.length, word).toBeGreaterThan(0);
    }
  });

  it('gives the terms of a game and a screen', () => {
    const words = termsFor(games, ['debrief', 'prisoners-dilemma']).map((t) => t.word);
    expect(words).toContain('κ, kappa');
    expect(words).toContain('threshold');
    expect(words).not.toContain('Nash price');
  });
});
