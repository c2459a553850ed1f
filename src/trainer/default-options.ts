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

/** Where an adapter is and how fast it learns where nobody says: fewer layers take a higher rate. */
export const usualAdapter = ({ layers = 'all', lr }: Partial<Adapter>): Adapter => ({
  layers,
  lr: lr ?? (layers === 'all' ? 1e-3 : 3e-3),
});

/** Steps that a small set is trained in at least: with half as many SmolLM2 learned no node of κ = 1 to its end (README). Ours. */
const STEPS = 120;
/** Rows of a step at most where nobody says otherwise. */
const LARGEST = 8;

/** Rows of a step where nobody says: as many as leave a small set its steps, in twos where there are more, as rows stand in a set (side-by-side.ts). */
export function usualBatch(rows: number, epochs: number): number {
  const most = Math.min(LARGEST, Math.floor((rows * epochs) / STEPS));
  return most < 2 ? 1 : most & ~1;
}
