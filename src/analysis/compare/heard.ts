/** What a folded match says of its seats: their measures, paths and choices, whoever its people were. */
import type { Replayed } from '../../match/replay.ts';
import { choicesOf } from '../preferences/from-matches.ts';
import type { MatchObservation } from './observed.ts';
import type { StoredMatch } from '../../core/stored-rows.ts';
import type { Accumulator } from './table.ts';
import { memo } from '../../core/memo.ts';

export function heardFrom(
  match: StoredMatch,
  { game, conditions, tastes, path, together }: Accumulator,
  again: Replayed,
): MatchObservation {
  const { seats, answers } = match;
  const played = { ...again, disclosed: tastes };
  const reacted = together && answers.some(({ turn }) => turn > 0);
  const replaced = new Set(answers.flatMap(({ seat, source }) => (source === 'substituted' ? [seat] : [])));
  return {
    decisions: again.moves.length,
    reacted,
    seats: seats.map((seat, at) => {
      const sample = seat.kind === 'human' || seat.kind === 'model';
      const substituted = sample && (replaced.has(at) || (replaced.size > 0 && reacted));
      return {
        ...{ seat, condition: conditions[at]! },
        role: substituted ? 'substituted' : sample ? 'sample' : 'line',
        values: substituted ? NONE : game.measures.map((measure) => shared(measure.values(played, at))),
        path: sample && path !== null ? pathOf(path, again, at) : NONE,
        choices: sample && !substituted ? choicesOf({ game, match, played }, at) : NONE,
      };
    }),
  };
}

/** A seat's answers to this question, by round. */
function pathOf(key: string, again: Replayed, seat: number): readonly (number | null)[] {
  const points: (number | null)[] = [];
  for (const { decision, answer } of again.moves) {
    if (decision.seat !== seat || decision.key !== key || decision.practice || typeof answer !== 'number') continue;
    while (points.length < decision.round - 1) points.push(null);
    points[decision.round - 1] = answer;
  }
  return points;
}

const NONE: readonly never[] = [];
const single = memo((value: number): readonly number[] => [value], 4096);

/** The same list for the same whole number alone: a million rows hold a few of them, not a million. */
function shared(values: readonly number[]): readonly number[] {
  if (values.length === 0) return NONE;
  return values.length > 1 || !Number.isInteger(values[0]) ? values : single(values[0]!);
}
