import { describe, expect, it } from 'vitest';
import { likelierText } from './likelier.ts';

const said = { chance: '{does} {percent}', even: '{first} or {second}' };

describe('the likelier of two options', () => {
  it.each([
    [0.2, 'D 80'],
    [0.7, 'C 70'],
    [0.5, 'C or D'],
    [0, 'D 100'],
    [1, 'C 100'],
    [0.155, 'D 84.5'],
    [0.4951, 'D 50.49'],
  ])('is told with its own chance: %d', (chance, text) => {
    expect(likelierText(said, ['C', 'D'], chance)).toBe(text);
  });
});
