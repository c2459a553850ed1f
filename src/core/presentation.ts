/**
 * How a match puts its questions where chance is not to decide it: options turned by so many places from their canonical
 * order, the ask in one of its wordings. A balanced set of matches has each order, and each wording, equally often.
 */
import { canonical, turned } from './distribution.ts';
import type { Decision, Seat } from './game.ts';

/** Stored with the match; each null: as the game puts it. */
export type Presentation = {
  /**
   * Options of the seat's i-th open question (from 0) stand in canonical order, turned by rotation + turn + i places: over as
   * many matches as there are options each question has each order once, and a match of many questions has them mixed.
   */
  readonly rotation: number | null;
  /** Which wording of the ask: 0 the game's own, from 1 its paraphrases. */
  readonly phrasing: number | null;
};

/** The open questions of one turn as they are put. The same list where nothing is to be changed. */
export function presented(
  decisions: readonly Decision[],
  turn: number,
  presentation: Presentation | null,
): readonly Decision[] {
  if (presentation === null) return decisions;
  const { rotation, phrasing } = presentation;
  const asked = new Map<Seat, number>();
  return decisions.map((decision) => {
    const place = asked.get(decision.seat) ?? 0;
    asked.set(decision.seat, place + 1);
    const { input } = decision;
    return {
      ...decision,
      ...(phrasing === null || phrasing === 0 ? {} : { ask: decision.paraphrases?.[phrasing - 1] ?? decision.ask }),
      ...(rotation === null || input.kind !== 'choice'
        ? {}
        : { input: { ...input, options: turned(canonical(input.options), rotation + turn + place) } }),
    };
  });
}
