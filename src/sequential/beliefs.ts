/**
 * What a seat believes of the other, round by round, and the solution that an agent plays under it. Debrief,
 * comparison, measures and agents all read it here, so that one match has one belief.
 */
import { beliefAgainst } from '../core/belief.ts';
import type { Belief, Plans, Taste } from '../core/game.ts';
import { learned, type Solution, solved } from '../core/theory.ts';
import { type Form, type FormNode, nodesOf, otherOf } from './form.ts';
import type { SeenRound } from './rules.ts';
import { prescribedBelief, type SequentialConfig } from './settings.ts';

/** A round as both saw it. */
export type PlayedRound = Pick<SeenRound, 'first' | 'move' | 'answer'>;

/** The belief of a match as a seat holds it that was told this taste of the other; null: it was not told. */
export const matchBelief = (config: SequentialConfig, told: Taste | null): Belief =>
  beliefAgainst(prescribedBelief(config), told);

/** What a seat was seen to do at a node in a round; null: it was not called upon. */
export function seenAt(round: PlayedRound, seat: number, { after }: FormNode): string | null {
  if (after === null) return round.first === seat ? round.move : null;
  return round.first !== seat && round.move === after ? round.answer : null;
}

const OBSERVED = new WeakMap<readonly PlayedRound[], Map<number, Belief>>();

/** How likely the other's answer that stands first is at each node, learned from what it did there in this match. */
function observed(form: Form<never>, history: readonly PlayedRound[], seat: number): Belief {
  let bySeat = OBSERVED.get(history);
  if (bySeat === undefined) OBSERVED.set(history, (bySeat = new Map()));
  let belief = bySeat.get(seat);
  if (belief === undefined) {
    const numbers = nodesOf(form).map((node) => {
      const seen = history.flatMap((round) => seenAt(round, otherOf(seat), node) ?? []);
      return learned(seen.filter((answer) => answer === node.options[0]).length, seen.length);
    });
    bySeat.set(seat, (belief = { kind: 'given', numbers }));
  }
  return belief;
}

/** What a seat believes in the round after this history: what was seen is learned where the belief is `observed`. */
export const held = (form: Form<never>, belief: Belief, history: readonly PlayedRound[], seat: number): Belief =>
  belief.kind === 'observed' ? observed(form, history, seat) : belief;

/** What a taste makes of the round after this history, as a seat of it sees it. */
export const solutionAfter = (
  form: Form<never>,
  plans: Plans,
  taste: Taste,
  belief: Belief,
  history: readonly PlayedRound[],
  seat: number,
): Solution => solved(plans, taste, held(form, belief, history, seat));

/** The plans that this solution names best: the played one, or all that tie. */
export const bestPlans = ({ plan, ties }: Solution): readonly number[] => (ties.length > 0 ? ties : [plan]);
