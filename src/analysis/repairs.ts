/** A model that had to be asked twice may differ by its format and not by what it wants: said wherever its answers are reported. */
import { percent } from '../core/format.ts';

/** The sentence, where over a tenth of the answers that could be read took a repair turn; else null. The tenth is ours. */
export function formatDoubt(answered: number, repaired: number): string | null {
  const share = repaired / Math.max(1, answered + repaired);
  return share > 0.1
    ? `${percent(share)} of the answers had to be repaired: perhaps the format, not the preference.`
    : null;
}
