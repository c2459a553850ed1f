/** What is said before a small model is trained on a set that asks in several forms. */
import { percent } from '../core/format.ts';
import type { TrainingSet } from '../tune/training-set.ts';

/** Parameters below which it is said. Ours: 135 million were tried, and no more. */
const SMALL = 500e6;

/** One sentence, or null where there is nothing to say. `parameters`: null where they are not known. */
export function severalForms(
  { labels, shares }: Pick<TrainingSet, 'labels' | 'shares'>,
  parameters: number | null,
): string | null {
  const others = shares.reasons + shares.decisions;
  if (labels !== 'ours' || others === 0 || parameters === null || parameters >= SMALL) return null;
  return `${percent(others)} of this set's choices are answered in JSON or by a letter: a model of ${Math.round(parameters / 1e6)} million parameters may learn no more from it than how often each answer is right (README). One of bare words is made by --reasons 0 --decisions 0 --disclosed 0.`;
}
