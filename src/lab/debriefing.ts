/** The explanation of a finished match, with κ where the opponent's stands. */
import type { Debrief } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import type { Finished } from './finished-match.ts';
import type { Looking } from './match-viewer.ts';

export type Debriefing = {
  readonly at: 'debrief';
  readonly finished: Finished;
  readonly kappa: number;
  /** The letter of the page in view; null: the first. */
  readonly page: string | null;
  readonly first: number;
  /** What follows: playing on, or the next of several explanations and then the way out. */
  readonly queue: readonly Finished[];
  readonly then: 'again' | 'home' | 'next person';
  /** Where it was opened from, when a past match is looked at. */
  readonly from?: Looking;
};

export function debriefing(finished: Finished, queue: readonly Finished[], then: Debriefing['then']): Debriefing {
  return { at: 'debrief', finished, kappa: kappaOf(finished), page: null, first: 0, queue, then };
}

/** κ of a moralis at the table; 0.5 where none sits. */
const kappaOf = ({ tastes }: Finished): number =>
  tastes.find((taste) => taste !== null && taste.kappa > 0)?.kappa ?? 0.5;

export const STEP = 0.05;

/** κ moved by a step, on the grid of steps. */
export const moved = (kappa: number, by: number): number =>
  Math.min(1, Math.max(0, Math.round((kappa + by * STEP) / STEP) * STEP));

const debriefs = memo(({ game, views, seat, names, tastes }: Finished) => {
  const variant = tastes.find((taste) => taste?.variant !== undefined)?.variant;
  return memo((kappa: number) =>
    game.debrief(views[seat], { kappa, ...(variant === undefined ? {} : { variant }) }, names[seat]!, tastes),
  );
});

/** What happened and why; each κ is computed once. */
export const debriefOf = ({ finished, kappa }: Pick<Debriefing, 'finished' | 'kappa'>): Debrief =>
  debriefs(finished)(Number(kappa.toFixed(4)));
