/** Payoffs and tastes by lot, for searches over all plans of a game. */
import type { Taste } from '../src/core/game.ts';
import type { Rng } from '../src/core/rng.ts';

/** Four points that fall, by at least a half, whole ones and broken ones, some below 0. */
export function fallingPayoffs(draw: Rng): readonly [number, number, number, number] {
  const [a, b, c, d] = Array.from({ length: 4 }, () =>
    draw.below(2) === 0 ? draw.below(201) - 50 : draw.unit() * 100,
  ).toSorted((one, other) => other - one);
  return [a! + 2, b! + 1.5, c! + 1, d!];
}

/** κ from 0 to 1, its ends and quarters often; half of the time with social preferences. */
export function anyTaste(draw: Rng): Taste {
  const kappa = draw.below(4) === 0 ? draw.below(5) / 4 : draw.unit();
  const social = draw.below(2) === 0 ? {} : { alpha: draw.unit() - 0.3, beta: draw.unit() - 0.3 };
  return { kappa, ...social };
}
