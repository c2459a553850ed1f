/** The answers of a stored match as numbers, with what theory would have answered in each place. */
import type { ProfileAnswer, ReferenceAgent, Task } from './evidence.ts';
import { type Answer, type AnyGame, type Belief, type Decision, SKIPPED, type Taste } from '../core/game.ts';
import type { DecisionRow } from '../core/log.ts';
import { replay } from '../match/replay.ts';
import type { ProfileQuestion } from './design.ts';

/** A match that was played to its end, and the question of the profile that it was played for. */
export type Ended = Pick<ProfileQuestion, 'task' | 'where' | 'draw'> & {
  readonly match: string;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seed: number;
  readonly seats: number;
};

export type ProfileAnswers = {
  readonly answers: readonly ProfileAnswer[];
  /** Questions without an answer; the marked stand-in went on, and what it said is left out. */
  readonly unanswered: number;
};

/** Folds the rows of a match through the rules again: while it is played and long after, the same rows give the same answers. */
export function answersOf(
  { task, where, draw, match, game, config, seed, seats }: Ended,
  rows: readonly DecisionRow[],
): ProfileAnswers {
  const index = indexOf(game, config);
  const belief: Belief = game.belief?.(config) ?? { kind: 'uniform' };
  const valueOf = (decision: Decision, answer: Answer): number | null => {
    if (answer === SKIPPED) return null;
    if (typeof answer === 'number') return decision.key === 'price' ? index(answer) : answer;
    return answer === 'C' || answer === 'swerve' ? 1 : 0;
  };
  const answers: ProfileAnswer[] = [];
  let unanswered = 0;
  const { turns } = replay(game, config, seed, seats, rows);
  for (let turn = 0; turn < turns; turn++) {
    const before = rows.filter((row) => row.turn < turn);
    const { views, pending } = replay(game, config, seed, seats, before, turn);
    for (const decision of pending) {
      const row = rows.findLast((one) => one.turn === turn && one.seat === 0 && one.key === decision.key);
      if (decision.seat !== 0 || row === undefined) continue;
      if (row.source === 'substituted') unanswered += 1;
      const value = row.source === 'substituted' ? null : valueOf(decision, row.answer);
      if (value === null) continue;
      const wants = Object.entries(TASTES[task]).flatMap(([reference, taste]) => {
        const wanted =
          game.theory === undefined ? null : valueOf(decision, game.theory(views[0], decision, taste, belief).answer);
        return wanted === null ? [] : [[reference, wanted] as const];
      });
      const { key, round } = decision;
      answers.push({ task, where, match, draw, turn, key, round, value, wants: Object.fromEntries(wants) });
    }
  }
  // A price after one that a model did not ask answers another market.
  return { answers: task === 'pricing' && unanswered > 0 ? [] : answers, unanswered };
}

const MORALIS = { kappa: 0.5 };
const TASTES: Readonly<Record<Task, Readonly<Partial<Record<ReferenceAgent, Taste>>>>> = {
  dilemmas: { economicus: { kappa: 0 }, moralis: MORALIS },
  vehicles: { economicus: { kappa: 0 }, moralis: MORALIS },
  pricing: {
    economicus: { kappa: 0 },
    'moralis/sellers': { ...MORALIS, variant: 'sellers' },
    'moralis/buyers': { ...MORALIS, variant: 'buyers' },
  },
};

/** Prices between the game's own two lines: 0 at the first, Nash, 1 at the second, the joint monopoly. */
function indexOf(game: AnyGame, config: unknown): (price: number) => number {
  const [nash, monopoly] = game.comparison?.path?.(config).levels ?? [];
  return nash === undefined || monopoly === undefined
    ? (price) => price
    : (price) => (price - nash.at) / (monopoly.at - nash.at);
}
