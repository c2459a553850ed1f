/** Grim reversion: cooperation until somebody does less, and never after. */
import type { Taste } from './game.ts';

/**
 * Whether cooperation under grim reversion is an equilibrium of selfish players: no announced end, and a continuation probability
 * δ of at least `threshold`; null: of no δ.
 */
export const heldByReversion = (
  { ending, delta }: { readonly ending: 'finite' | 'indefinite'; readonly delta: number },
  threshold: number | null,
): boolean => threshold !== null && ending === 'indefinite' && delta >= threshold - 1e-12;

/** Whether this taste asks for grim reversion: named so, and selfish. */
export const namesGrim = ({ kappa, alpha = 0, beta = 0, variant }: Taste): boolean =>
  variant === 'grim' && kappa === 0 && alpha === 0 && beta === 0;
