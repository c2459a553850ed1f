/** How a run is trained where nobody says otherwise. Ours: what worked with SmolLM2-135M on a processor (README). */
import type { LocalRun } from '../tune/run-folder.ts';

export const DEFAULT_OPTIONS: LocalRun['options'] = {
  epochs: 1,
  lr: 1e-3,
  rank: 16,
  batch: 8,
  steps: null,
  seed: 1,
  maxLength: null,
  looks: 4,
  asked: 24,
  patience: 3,
  thinking: false,
  device: 'auto',
};
