import { describe, expect, it } from 'vitest';
import { likelier } from './format.ts';

describe('the likelier of two answers', () => {
  it.each([
    [0.2, 'defects', '80'],
    [0.7, 'cooperates', '70'],
    [0.5, 'cooperates', '50'],
    [0, 'defects', '100'],
    [0.155, 'defects', '84.5'],
  ])('is told with its own chance: %d', (chance, does, percent) => {
    expect(likelier(['cooperates', 'defects'], chance)).toEqual({ does, percent });
  });
});
