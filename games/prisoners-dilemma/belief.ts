/**
 * What a seat believes of the other, round by round, and the plan that an agent plays under it. Debrief, comparison,
 * measures and agents all read it here, so that one match has one belief.
 */
import { beliefAgainst } from '../../src/core/belief.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { learned, solved } from '../../src/core/theory.ts';
import { beliefOf, type Config } from './config.ts';
import { grimDelta, type PlanName, planName, plans } from './plans.ts';
import { type Choice, type Node, NODES, other, type Seen } from './rules.ts';

/** The belief of a match as a seat holds it that was told this taste of the other; null: it was not told. */
export const matchBelief = (config: Config, told: Taste | null): Belief => beliefAgainst(beliefOf(config), told);

/** A round as both saw it. */
export type Round = Pick<Seen, 'first' | 'move' | 'reply'>;

const OBSERVED = new WeakMap<readonly Round[], Map<number, Belief>>();

/** How likely the other cooperates at each node, learned from what it did there in this match. */
export function observed(history: readonly Round[], seat: number): Belief {
  let bySeat = OBSERVED.get(history);
  if (bySeat === undefined) OBSERVED.set(history, (bySeat = new Map()));
  let belief = bySeat.get(seat);
  if (belief === undefined) {
    const numbers = NODES.map((node) => {
      const seen = history.map((round) => seenAt(round, other(seat), node)).filter((choice) => choice !== null);
      return learned(seen.filter((choice) => choice === 'C').length, seen.length);
    });
    bySeat.set(seat, (belief = { kind: 'given', numbers }));
  }
  return belief;
}

/** What a seat was seen to do at a node in a round; null: it was not called upon. */
export function seenAt(round: Round, seat: number, node: Node): Choice | null {
  if (node === 'first') return round.first === seat ? round.move : null;
  if (round.first === seat) return null;
  return (round.move === 'C') === (node === 'after_C') ? round.reply : null;
}

/** What grim reversion does in a round, as probabilities that it cooperates first, after C and after D. */
const GRIM = {
  clean: { kind: 'given', numbers: [1, 1, 0] },
  spoilt: { kind: 'given', numbers: [0, 0, 0] },
} as const satisfies Record<string, Belief>;

export const isClean = (history: readonly Round[]): boolean =>
  history.every(({ move, reply }) => move === 'C' && reply === 'C');

/**
 * What a seat believes in the round after this history: the belief of the match, with what was seen learned where it is
 * `observed`, and of an opponent known to keep to grim reversion what that does in this round.
 */
export function held(config: Config, belief: Belief, history: readonly Round[], seat: number): Belief {
  if (belief.kind === 'observed') return observed(history, seat);
  if (belief.kind === 'known' && isGrim(config, belief.other)) return isClean(history) ? GRIM.clean : GRIM.spoilt;
  return belief;
}

/** Whether what a seat believes may change from round to round. */
export const learns = (config: Config, belief: Belief): boolean =>
  belief.kind === 'observed' || (belief.kind === 'known' && isGrim(config, belief.other));

/** Whether mutual cooperation under grim reversion is an equilibrium for economicus: the horizon is open and δ high enough. */
export const manyEquilibria = (config: Config): boolean =>
  config.ending === 'indefinite' && config.delta >= grimDelta(config) - 1e-12;

/** Whether this taste keeps to grim reversion here: named so, selfish, and where that is an equilibrium. */
export const isGrim = (config: Config, { kappa, alpha = 0, beta = 0, variant }: Taste): boolean =>
  variant === 'grim' && kappa === 0 && alpha === 0 && beta === 0 && manyEquilibria(config);

/** The plan by which a solved agent of this taste and belief plays the round after this history. */
export function planAfter(
  config: Config,
  taste: Taste,
  belief: Belief,
  history: readonly Round[],
  seat: number,
): PlanName {
  if (isGrim(config, taste)) return isClean(history) ? 'CCD' : 'DDD';
  return planName(solved(plans(config), taste, held(config, belief, history, seat)).plan);
}
