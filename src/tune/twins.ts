/**
 * The same question put to somebody who expects something else and so answers otherwise: some of the numbers of what is expected, or
 * all, are those of the other's other option. Side by side in a step of the training such two differ in nothing but that, which is
 * how SmolLM2-135M learned that a first move hangs on it (README).
 */
import type { Rng } from '../core/rng.ts';
import { isEvaluated } from './evaluation-settings.ts';
import { type ItemsWanted, type TuneItem, weighedAt } from './items.ts';
import { openAt, questionAt, reach } from './row-question.ts';
import { isNode } from './weighed-answer.ts';

/** What a twin is answered from, and by how much it has to win. */
type TwinsWanted = Pick<ItemsWanted, 'taste' | 'soft' | 'margin'>;

/** Finds the twin of an item; null where it has none. */
export type Twinning = (item: TuneItem, chance: Rng) => TuneItem | null;

/**
 * What finds twins for one set. An item has none where nothing is expected in numbers, what is expected was asked before, no other
 * numbers make another answer, or it would win by little. Of the numbers that may differ, each by itself and all together have as many
 * pairs as can be: with more of one than of the other SmolLM2-135M learned to heed that one (README).
 */
export function twinning(wanted: TwinsWanted): Twinning {
  /** Pairs so far, by node and by the numbers that differ. */
  const pairs = new Map<string, number>();
  return (item, chance) => {
    const { game, config, decision } = item;
    const settings: Readonly<Record<string, unknown>> = { ...config };
    const numbers = settings['beliefs'];
    if (item.kind !== 'choice' || settings['askBeliefs'] === true || !isListOfChances(numbers)) return null;
    const nameOf = (turned: number): string => `${game.name} ${decision.key} ${turned}`;
    const countOf = (turned: number): number => pairs.get(nameOf(turned)) ?? 0;
    for (const turned of inOrder(numbers.length, countOf, chance)) {
      const twin = turnedItem(item, { ...settings, beliefs: withTurned(numbers, turned) }, wanted);
      if (twin === null) continue;
      pairs.set(nameOf(turned), countOf(turned) + 1);
      return twin;
    }
    return null;
  };
}

/** The item under other settings; null where it cannot be put so, or is not answered otherwise. */
function turnedItem(
  { game, decision, place, answer, ...item }: TuneItem,
  settings: object,
  wanted: TwinsWanted,
): TuneItem | null {
  const parsed = game.config.safeParse(settings);
  if (!parsed.success || typeof parsed.data !== 'object' || parsed.data === null) return null;
  const config: object = parsed.data;
  const plans = game.plans!(config);
  if (!isNode(plans, decision.key) || isEvaluated(game, config)) return null;
  const reached = reach(game, config, place.seed, place.before);
  const same = openAt(reached, decision);
  if (same === undefined) return null;
  const question = questionAt(game, config, reached, { ...place, rotation: 0 }, same);
  const { found, passedOver } = weighedAt(game, plans, question, wanted);
  if (passedOver !== null || found.answer === answer) return null;
  return { ...item, game, place, config, reached, decision: same, ...found };
}

const isListOfChances = (given: unknown): given is readonly number[] =>
  Array.isArray(given) && given.length <= MOST && given.every((one) => typeof one === 'number' && one >= 0 && one <= 1);
/** More numbers than this are not tried: there are 2 to the power of them. */
const MOST = 4;

/**
 * Which numbers are turned, as bits, from what is tried first: of each by itself and of all together that of which there are fewest
 * pairs, chance deciding among equals; then the others, as few as can be.
 */
function inOrder(count: number, pairs: (turned: number) => number, chance: Rng): readonly number[] {
  const all = 2 ** count - 1;
  const size = (turned: number): number =>
    Array.from({ length: count }, (_, at) => (turned >> at) & 1).filter(Boolean).length;
  const others = (turned: number): number => (turned === all || size(turned) === 1 ? 0 : size(turned));
  return chance
    .shuffle(Array.from({ length: all }, (_, at) => at + 1))
    .toSorted((one, other) => others(one) - others(other) || pairs(one) - pairs(other));
}

/** What is left to 1 of the numbers that are turned. */
const withTurned = (numbers: readonly number[], turned: number): readonly number[] =>
  numbers.map((one, at) => ((turned >> at) & 1 ? Number((1 - one).toFixed(6)) : one));
