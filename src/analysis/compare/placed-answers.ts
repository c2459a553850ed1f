/** Where the options stood that a model chose, as far as rates of choices are concerned. */
import type { AnyGame, Decision, PlayedMatch, Seat } from '../../core/game.ts';
import { givesProbabilities } from '../../core/askable.ts';
import type { SeatRow } from '../../core/log.ts';
import type { StoredMatch } from '../../core/stored-rows.ts';

/** An answer in a rate of choices whose option stood at one end. */
export type PlacedAnswer = {
  /** Its place in the game's list of measures. */
  readonly measure: number;
  readonly place: 'first' | 'last';
  /** What it counts, 0 to 1. */
  readonly value: number;
};

/** How the orders of a match came about: every question read in all of them, turned from match to match, or as the game has them. */
export type OrderOrigin = 'all' | 'turned' | 'game';

/** How options stood in front of this seat of a match. */
export const orderOrigin = ({ presentation }: StoredMatch, ask: SeatRow['ask']): OrderOrigin =>
  givesProbabilities({ ask }) ? 'all' : (presentation?.rotation ?? null) === null ? 'game' : 'turned';

/** What a seat chose where the option that counts in a measure stood first or last, by measure and as answered. */
export function placedAnswers(
  { measures }: AnyGame,
  { moves, views }: PlayedMatch<unknown>,
  seat: Seat,
): readonly PlacedAnswer[] {
  const placed: PlacedAnswer[] = [];
  for (const { decision, answer } of moves) {
    if (decision.seat !== seat || decision.input.kind !== 'choice') continue;
    for (const [measure, { scale, counts }] of measures.entries()) {
      if (scale !== 'rate' || counts === undefined) continue;
      const value = counts(decision, answer, views[seat]);
      const place = value === null ? null : placeOf(decision, (option) => counts(decision, option, views[seat]));
      if (value !== null && place !== null) placed.push({ measure, place, value });
    }
  }
  return placed;
}

/** Where the one option stands that counts most; null: in between, or there are several, or one option only. */
function placeOf({ input }: Decision, worth: (option: string) => number | null): PlacedAnswer['place'] | null {
  if (input.kind !== 'choice' || input.options.length < 2) return null;
  const counted = input.options.map(({ value }) => worth(value) ?? 0);
  const most = Math.max(...counted);
  const at = counted.indexOf(most);
  if (counted.lastIndexOf(most) !== at) return null;
  return at === 0 ? 'first' : at === counted.length - 1 ? 'last' : null;
}
