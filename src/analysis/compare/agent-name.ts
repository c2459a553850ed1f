/** What a model is called where it is compared: its agent, and how it was asked, which is another instrument each time. */
import type { SeatRow } from '../../core/log.ts';

/** How a model was asked, in words; nothing where it was for JSON. */
const askWords = (ask: SeatRow['ask']): string =>
  ask === undefined ? '' : { words: 'bare words', decision: 'probabilities', grid: 'probabilities on a grid' }[ask];

/** An agent's name without how it is asked, and that behind it in words: "local/qwen3 (probabilities)". */
export function nameAsked(id: string, ask: SeatRow['ask']): string {
  const words = askWords(ask);
  const name = id.replace(/\?ask=[a-z]+/, '');
  return words === '' ? name : `${name} (${words})`;
}
