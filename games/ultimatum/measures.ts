/** The numbers that the literature reports for this game. */
import type { Measure } from '../../src/core/game.ts';
import { distancesOf, efficiencyMeasure, letterRate, pointsMeasure } from '../../src/sequential/measures.ts';
import type { SequentialView } from '../../src/sequential/rules.ts';
import type { Config } from './config.ts';
import { form, plans } from './form.ts';

const REPLICATED = 'van Leeuwen & Alger, JPE Microeconomics 2(4), 2024';

/** (sum − 2N) / (max(2E, S + T) − 2N): 0 where a proposal is rejected, 1 at the best sum. */
export const efficiency = ({ T, E, S, N }: Config, sum: number): number =>
  (sum - 2 * N) / (Math.max(2 * E, S + T) - 2 * N);

const { distance } = distancesOf(form, plans);

export const measures: readonly Measure<SequentialView<Config>>[] = [
  letterRate('first', 'U', {
    ...{ name: 'proposes unequal', sentence: 'Share of proposals that are the unequal split.', source: REPLICATED },
  }),
  letterRate('after_U', 'A', {
    ...{ name: 'accepts', sentence: 'Share of answers to the unequal split that accept it.', source: REPLICATED },
  }),
  pointsMeasure(REPLICATED),
  efficiencyMeasure(
    'Both players’ points, from 0 where a proposal is rejected to 1 at the best sum: (sum − 2N)/(max(2E, S + T) − 2N).',
    efficiency,
  ),
  distance({
    name: 'distance to economicus',
    taste: { kappa: 0 },
    sentence:
      'Share of answers that differ from every best plan of economicus; where both splits sum to the same they are those of moralis with any κ below 1 too.',
  }),
];
