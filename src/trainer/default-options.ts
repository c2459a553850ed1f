/** How a run is trained where nobody says otherwise. Ours: what worked with SmolLM2-135M on a processor (README). */
import type { LocalRun } from '../tune/run-folder.ts';

export const DEFAULT_OPTIONS: Omit<LocalRun['options'], 'batch' | 'layers' | 'lr'> = {
  epochs: 1,
  rank: 16,
  steps: null,
  seed: 1,
  maxLength: null,
  looks: 4,
  asked: 24,
  patience: 3,
  thinking: false,
  device: 'auto',
};

type Adapter = Pick<LocalRun['options'], 'layers' | 'lr'>;

/**
 * Where an adapter is and how fast it learns where nobody says: on a processor in the upper layers, where a row takes two thirds of the
 * time and a small model learned first moves too (README); on a card, which was not tried by us, in all, as is usual. Fewer layers
 * take a higher rate.
 */
export function usualAdapter({ layers, lr }: Partial<Adapter>, card: boolean): Adapter {
  const where = layers ?? (card ? 'all' : 'upper');
  return { layers: where, lr: lr ?? (where === 'all' ? 1e-3 : 3e-3) };
}

/** Steps that a set is trained in at least, where its rows stand in twos. Ours. */
const STEPS = 240;
/** Rows of a set from which on a step takes two. */
const TWOS_FROM = 240;
/** Rows of a step at most where nobody says otherwise. */
const LARGEST = 8;

/**
 * Rows of a step where nobody says: two of a small set, as rows stand in one that answer differently (side-by-side.ts), of a very small
 * one each by itself; more, in twos, where a set has more than 240 steps then. With four in a step SmolLM2 learned no node of κ = 1 to
 * its end from 240 rows (README).
 */
export function usualBatch(rows: number, epochs: number): number {
  const trained = rows * epochs;
  if (trained < TWOS_FROM) return 1;
  return Math.max(2, Math.min(LARGEST, Math.floor(trained / STEPS)) & ~1);
}
