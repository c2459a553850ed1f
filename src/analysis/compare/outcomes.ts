/** How questions to models end, for screen and report. */
import { type Block, text } from '../../core/blocks.ts';
import { formatDoubt } from '../repairs.ts';
import type { CallCount } from '../../core/stored-rows.ts';

/** In the order of honesty, with what each means. */
export const OUTCOMES = [
  ['answered', 'answered at once'],
  ['repaired', 'answered at the second try, after the problem was quoted'],
  ['refused', 'refused, by the model or its server’s filter'],
  ['invalid', 'still no possible answer after the second try'],
  ['timed out', 'no answer in the time given'],
  ['failed', 'the server failed'],
] as const;

/** Questions to a model. */
export const asked = ({ outcomes }: CallCount): number => Object.values(outcomes).reduce((sum, n) => sum + n, 0);

/** What many repairs let one doubt. */
export function doubt({ agent, outcomes }: CallCount): readonly Block[] {
  const words = formatDoubt(outcomes['answered'] ?? 0, outcomes['repaired'] ?? 0);
  return words === null ? [] : [text(`${agent}: ${words}`)];
}
