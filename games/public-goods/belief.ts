/** What a seat believes of the others, round by round, and the solution that an agent plays under it. */
import { beliefAgainst } from '../../src/core/belief.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { type Solution, solved } from '../../src/core/theory.ts';
import { beliefOf, type Config, meanBelief } from './config.ts';
import { grimDelta, plans } from './plans.ts';
import { othersMean, type SeenRound, tidy } from './rules.ts';

/** A round as this matters: one's own contribution and all together. */
export type Played = Pick<SeenRound, 'mine' | 'total'>;

/** The belief of a match as a seat holds it that was told this taste of another; null: it was not told. */
export const matchBelief = (config: Config, told: Taste | null): Belief => beliefAgainst(beliefOf(config), told);

const UNIFORM: Belief = { kind: 'uniform' };
const all = memo((config: Config): Belief => meanBelief(config, config.endowment));
const nothing = memo((config: Config): Belief => meanBelief(config, 0));

/** Expecting what the others have put in on average so far in this match; before anything was seen, every contribution alike. */
const observed = memo((history: readonly Played[]) =>
  memo((config: Config): Belief => {
    if (history.length === 0) return UNIFORM;
    const sum = history.reduce((total, round) => total + othersMean(config, round), 0);
    return meanBelief(config, tidy(sum / history.length));
  }),
);

/** Whether everybody has put in everything so far. */
export const isClean = ({ players, endowment }: Config, history: readonly Played[]): boolean =>
  history.every(({ total }) => Math.abs(total - players * endowment) < 1e-6);

/** Whether everybody putting in everything under grim reversion is an equilibrium of selfish players: no end, and δ high enough. */
export function manyEquilibria(config: Config): boolean {
  const threshold = grimDelta(config);
  return threshold !== null && config.ending === 'indefinite' && config.delta >= threshold - 1e-12;
}

/** Whether this taste keeps to grim reversion here: named so, selfish, and where that is an equilibrium. */
export const isGrim = (config: Config, { kappa, alpha = 0, beta = 0, variant }: Taste): boolean =>
  variant === 'grim' && kappa === 0 && alpha === 0 && beta === 0 && manyEquilibria(config);

/**
 * What a seat believes in the round after this history: the belief of the match, with what was seen learned where it is
 * `observed`, and of an opponent known to keep to grim reversion what that does in this round.
 */
export function held(config: Config, belief: Belief, history: readonly Played[]): Belief {
  if (belief.kind === 'observed') return observed(history)(config);
  if (belief.kind === 'known' && isGrim(config, belief.other))
    return isClean(config, history) ? all(config) : nothing(config);
  return belief;
}

/** Whether what a seat believes may change from round to round. */
export const learns = (config: Config, belief: Belief): boolean =>
  belief.kind === 'observed' || (belief.kind === 'known' && isGrim(config, belief.other));

/** What a taste makes of the round after this history. */
export const solutionAfter = (config: Config, taste: Taste, belief: Belief, history: readonly Played[]): Solution =>
  solved(plans(config), taste, held(config, belief, history));
