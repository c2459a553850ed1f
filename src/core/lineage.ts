/** Which tuned model stood behind a name at some moment, from the rows that say when each was seated. */
import type { TuningRow } from './log.ts';
import type { Lineage } from './served-model.ts';

/**
 * What answered under this name at that moment (Unix milliseconds): the adapter that was seated last before it, with what may
 * be said of that adapter by now. null: no tuned model was.
 */
export function lineageOf(tunings: readonly TuningRow[], provider: string, model: string, at: number): Lineage | null {
  const named = tunings.filter((row) => row.provider === provider && row.model === model);
  const then = named.findLast((row) => row.at <= at);
  if (then === undefined) return null;
  const { at: _, ...lineage } = named.findLast((row) => isSame(row, then)) ?? then;
  return lineage;
}

/** Whether two rows are of one adapter. */
export const isSame = (one: TuningRow, other: TuningRow): boolean =>
  one.run === other.run && one.data === other.data && one.adapter === other.adapter;
