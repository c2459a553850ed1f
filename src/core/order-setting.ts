/** Whether it was a setting that fixed the order of options, and which: who typed it wants that order. */
import type { AnyGame } from './game.ts';
import { ordersDrawn } from './option-order.ts';
import { settingsOf } from './settings.ts';

/**
 * The setting among those that were given by which options of a question stand in one order: with another value of it they
 * would be drawn. null: none of them does that, and whatever order the game has by default nobody asked for.
 */
export function orderSetting(game: AnyGame, config: unknown, given: readonly string[]): string | null {
  const fixed = [...ordersDrawn(game, config)].flatMap(([key, orders]) => (orders === 1 ? [key] : []));
  if (fixed.length === 0 || typeof config !== 'object' || config === null) return null;
  for (const { key, kind, options } of settingsOf(game)) {
    if (!given.includes(key)) continue;
    for (const value of kind === 'choice' ? (options ?? []) : kind === 'yes or no' ? [true, false] : []) {
      const other = game.config.safeParse({ ...config, [key]: value });
      if (!other.success) continue;
      const drawn = ordersDrawn(game, other.data);
      if (fixed.some((question) => (drawn.get(question) ?? 1) > 1)) return key;
    }
  }
  return null;
}
