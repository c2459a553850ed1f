/**
 * The same question put to somebody who expects something else and so answers otherwise: some of the numbers of what is expected, often
 * all, are those of the other's other option. Side by side in a step of the training such two differ in nothing but that, which is
 * how SmolLM2-135M learned that a first move hangs on it (README).
 */
import type { Rng } from '../core/rng.ts';
import { isEvaluated } from './evaluation-settings.ts';
import { type ItemsWanted, type TuneItem, weighedAt } from './items.ts';
import { openAt, questionAt, reach } from './row-question.ts';
import { isNode } from './weighed-answer.ts';

/**
 * The twin of an item; null where it has none: nothing is expected in numbers, what is expected was asked before, no other numbers
 * make another answer, or it would win by little.
 */
export function twinOf(
  item: TuneItem,
  wanted: Pick<ItemsWanted, 'taste' | 'soft' | 'margin'>,
  chance: Rng,
): TuneItem | null {
  const { game, config, decision, place } = item;
  const settings: Readonly<Record<string, unknown>> = { ...config };
  const numbers = settings['beliefs'];
  if (item.kind !== 'choice' || settings['askBeliefs'] === true || !isListOfChances(numbers)) return null;
  for (const turned of inOrder(numbers, chance)) {
    const parsed = game.config.safeParse({ ...settings, beliefs: turned });
    if (!parsed.success || typeof parsed.data !== 'object' || parsed.data === null) continue;
    const other: object = parsed.data;
    const plans = game.plans!(other);
    if (!isNode(plans, decision.key) || isEvaluated(game, other)) continue;
    const reached = reach(game, other, place.seed, place.before);
    const same = openAt(reached, decision);
    if (same === undefined) continue;
    const question = questionAt(game, other, reached, { ...place, rotation: 0 }, same);
    const { found, passedOver } = weighedAt(game, plans, question, wanted);
    if (passedOver === null && found.answer !== item.answer)
      return { ...item, config: other, reached, decision: same, ...found };
  }
  return null;
}

const isListOfChances = (given: unknown): given is readonly number[] =>
  Array.isArray(given) && given.length <= MOST && given.every((one) => typeof one === 'number' && one >= 0 && one <= 1);
/** More numbers than this are not tried: there are 2 to the power of them. */
const MOST = 4;

/**
 * The numbers with some of them turned to what is left to 1. Of half of all items as many as can be come first, of the others as few:
 * what is wholly otherwise is learned first, and what hangs on one number is not learned from that (README).
 */
function inOrder(numbers: readonly number[], chance: Rng): readonly (readonly number[])[] {
  const sets = Array.from({ length: 2 ** numbers.length - 1 }, (_, at) => at + 1);
  const up = chance.below(2) === 0 ? 1 : -1;
  const size = (set: number): number => numbers.filter((_, place) => (set >> place) & 1).length;
  return chance
    .shuffle(sets)
    .toSorted((one, other) => up * (size(one) - size(other)))
    .map((set) => numbers.map((one, place) => ((set >> place) & 1 ? Number((1 - one).toFixed(6)) : one)));
}
