/** The same table once more: a seed that was given counts up, so that the next match draws afresh and can be repeated. */
import type { Choice } from '../../lab/choice.ts';

export const againChoice = (choice: Choice): Choice =>
  choice.seed === null ? choice : { ...choice, seed: choice.seed + 1 };
