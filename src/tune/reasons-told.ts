/** The sentence before the answer in JSON. */
import type { Taste } from '../core/game.ts';
import { reasonsOf } from './reasons.ts';
import type { RowQuestion } from './row-question.ts';

/** Why this taste answers as it does, in numbers that the prompt has; null: such a row is written in words. */
export function reasonsFor({ request, belief }: RowQuestion, taste: Taste): string | null {
  const { game, view, decision } = request;
  const { because, utilities } = game.theory!(view, decision, taste, belief);
  return utilities.length === 0 ? because : reasonsOf(request, taste, belief);
}
