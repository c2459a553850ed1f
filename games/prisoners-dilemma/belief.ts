/**
 * What a seat believes of the other, round by round, and the plan that an agent plays under it. Debrief, comparison,
 * measures and agents all read it here, so that one match has one belief.
 */
import { beliefAgainst } from '../../src/core/belief.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { heldByReversion, namesGrim } from '../../src/core/grim.ts';
import { memo } from '../../src/core/memo.ts';
import { learned, solved } from '../../src/core/theory.ts';
import { beliefOf, type Config } from './config.ts';
import { at, type Choice, formOf, type Node, nodeAfter } from './form.ts';
import { grimDelta, planNamed, plans } from './plans.ts';
import { other, type Seen } from './rules.ts';

/** The belief of a match as a seat holds it that was told this taste of the other; null: it was not told. */
export const matchBelief = (config: Config, told: Taste | null): Belief => beliefAgainst(beliefOf(config), told);

/** A round as both saw it. */
export type Round = Pick<Seen, 'first' | 'move' | 'reply'>;

const OBSERVED = new WeakMap<readonly Round[], Map<number, Belief>>();

/** How likely the other's answers at each node are, learned from what it did there in this match. */
export function observed(config: Config, history: readonly Round[], seat: number): Belief {
  let bySeat = OBSERVED.get(history);
  if (bySeat === undefined) OBSERVED.set(history, (bySeat = new Map()));
  let belief = bySeat.get(seat);
  if (belief === undefined) {
    const { nodes, choices } = formOf(config);
    const numbers = nodes.flatMap((node) => {
      const seen = history.map((round) => seenAt(round, other(seat), node)).filter((choice) => choice !== null);
      const times = (one: Choice): number => seen.filter((choice) => choice === one).length;
      return choices.slice(0, -1).map((one) => learned(times(one), seen.length, choices.length));
    });
    bySeat.set(seat, (belief = { kind: 'given', numbers }));
  }
  return belief;
}

/** What a seat was seen to do at a node in a round; null: it was not called upon. */
export function seenAt(round: Round, seat: number, node: Node): Choice | null {
  if (node === 'choice') return round.first === seat ? round.move : round.reply;
  if (node === 'first') return round.first === seat ? round.move : null;
  if (round.first === seat) return null;
  return nodeAfter(round.move) === node ? round.reply : null;
}

/** The plan by which grim reversion plays a round: while nobody has done less than cooperate, and ever after. */
function grimPlan(config: Config, clean: boolean): string {
  const { nodes } = formOf(config);
  return nodes.map((node) => (clean && node !== 'after_D' && node !== 'after_H' ? 'C' : 'D')).join('');
}

/** The same as probabilities of each answer: 1 and 0. */
const grim = memo((config: Config) => {
  const form = formOf(config);
  const belief = (plan: string): Belief => ({
    kind: 'given',
    numbers: plans(config).nodes.map(({ answer }, place) => {
      const node = form.nodes[Math.floor(place / (form.choices.length - 1))]!;
      return at(form, plan, node) === answer ? 1 : 0;
    }),
  });
  return { clean: belief(grimPlan(config, true)), spoilt: belief(grimPlan(config, false)) };
});

export const isClean = (history: readonly Round[]): boolean =>
  history.every(({ move, reply }) => move === 'C' && reply === 'C');

/**
 * What a seat believes in the round after this history: the belief of the match, with what was seen learned where it is
 * `observed`, and of an opponent known to keep to grim reversion what that does in this round.
 */
export function held(config: Config, belief: Belief, history: readonly Round[], seat: number): Belief {
  if (belief.kind === 'observed') return observed(config, history, seat);
  if (belief.kind === 'known' && isGrim(config, belief.other))
    return isClean(history) ? grim(config).clean : grim(config).spoilt;
  return belief;
}

/** Whether what a seat believes may change from round to round. */
export const learns = (config: Config, belief: Belief): boolean =>
  belief.kind === 'observed' || (belief.kind === 'known' && isGrim(config, belief.other));

/** Whether mutual cooperation under grim reversion is an equilibrium for economicus: the horizon is open and δ high enough. */
export const manyEquilibria = (config: Config): boolean => heldByReversion(config, grimDelta(config));

/** Whether this taste keeps to grim reversion here: named so, selfish, and where that is an equilibrium. */
export const isGrim = (config: Config, taste: Taste): boolean => namesGrim(taste) && manyEquilibria(config);

/** The plan by which a solved agent of this taste and belief plays the round after this history. */
export function planAfter(
  config: Config,
  taste: Taste,
  belief: Belief,
  history: readonly Round[],
  seat: number,
): string {
  if (isGrim(config, taste)) return grimPlan(config, isClean(history));
  return planNamed(config, solved(plans(config), taste, held(config, belief, history, seat)).plan);
}
