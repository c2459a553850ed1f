import { describe, expect, it } from 'vitest';
import type { Plans } from './game.ts';
import { independent, likely } from './theory.ts';

/** One choice of three and one of two: six plans. */
const plans: Plans = {
  names: ['aL', 'bL', 'cL', 'aR', 'bR', 'cR'],
  nodes: [
    { key: 'one', answer: 'a' },
    { key: 'one', answer: 'b' },
    { key: 'two', answer: 'L' },
  ],
  outcomes: () => [[1, 0, 0]],
  answer: (plan, key) => plans.names[plan]!.charAt(key === 'one' ? 0 : 1),
};

describe('independent probabilities at nodes', () => {
  it('of three answers state two, and the third has what is left', () => {
    const weights = independent(plans, [0.5, 0.2, 0.9]);
    expect(weights).toHaveLength(6);
    for (const [i, weight] of [0.45, 0.18, 0.27, 0.05, 0.02, 0.03].entries())
      expect(weights[i]).toBeCloseTo(weight, 12);
    const told = likely(plans, weights);
    for (const [i, chance] of [0.5, 0.2, 0.9].entries()) expect(told[i]).toBeCloseTo(chance, 12);
  });

  it('are even where a number is missing', () => {
    for (const weight of independent(plans, [])) expect(weight).toBeCloseTo(1 / 6, 12);
  });
});
