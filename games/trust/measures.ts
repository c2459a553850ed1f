/** The numbers that the literature reports for this game. */
import type { Measure } from '../../src/core/game.ts';
import { distancesOf, efficiencyMeasure, letterRate, pointsMeasure } from '../../src/sequential/measures.ts';
import type { SequentialView } from '../../src/sequential/rules.ts';
import type { Config } from './config.ts';
import { form, plans } from './form.ts';

const REPLICATED = 'van Leeuwen & Alger, JPE Microeconomics 2(4), 2024';
const [ECONOMICUS, MORALIS] = [{ kappa: 0 }, { kappa: 0.5 }] as const;

/** (sum − 2P) / (max(2R, S + T) − 2P): 0 where the first mover stays out, 1 at the best; below 0 where the sum is less than 2P. */
export const efficiency = ({ T, R, P, S }: Config, sum: number): number =>
  (sum - 2 * P) / (Math.max(2 * R, S + T) - 2 * P);

const { distance } = distancesOf(form, plans);

export const measures: readonly Measure<SequentialView<Config>>[] = [
  letterRate('first', 'T', { name: 'trusts', sentence: 'Share of first moves that trust.', source: REPLICATED }),
  letterRate('after_T', 'S', {
    ...{ name: 'shares', sentence: 'Share of answers to trust that share.', source: REPLICATED },
  }),
  pointsMeasure(REPLICATED),
  efficiencyMeasure(
    'Both players’ points of a round, from 0 where the first mover stays out to 1 at the best sum: (sum − 2P)/(max(2R, S + T) − 2P).',
    efficiency,
  ),
  distance({
    name: 'distance to economicus',
    taste: ECONOMICUS,
    against: MORALIS,
    sentence:
      'Where every best plan of economicus answers otherwise than every best plan of moralis with κ = 0.50: share of answers that are not those of economicus.',
  }),
  distance({
    name: 'distance to moralis',
    taste: MORALIS,
    against: ECONOMICUS,
    sentence:
      'Where every best plan of moralis with κ = 0.50 answers otherwise than every best plan of economicus: share of answers that are not those of moralis.',
  }),
];
