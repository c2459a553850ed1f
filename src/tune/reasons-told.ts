/** The sentence before the answer in JSON. */
import type { Taste } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { reasonsOf } from './reasons.ts';
import type { RowQuestion } from './row-question.ts';
import { words } from './words.en.ts';

/**
 * Why this taste answers as it does, in numbers that the prompt has; null: such a row is written in words. What it expects of the other
 * was stated, and is repeated: theory words it in letters of plans, which no prompt has.
 */
export function reasonsFor({ request, belief }: RowQuestion, taste: Taste): string | null {
  const { game, view, decision, config } = request;
  const { answer, because, utilities } = game.theory!(view, decision, taste, belief);
  if (utilities.length > 0) return reasonsOf(request, taste, belief);
  return game.plans?.(config) === undefined ? because : fill(words.reasons.expected, { answer });
}
