/** How far a participant has come, over everything that he, she or it played in a session: oTree's columns of participants. */
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';
import type { Player, PlayerMatch } from './players.ts';

/** Over all matches so far. */
export type Progress = {
  /** When it began, Unix milliseconds; null: not yet. */
  readonly startedAt: number | null;
  /** Screens left behind, waiting included. */
  readonly screens: number;
  /** Screens there are in all; null where the rules are not at hand and a match is not finished. */
  readonly all: number | null;
  /** Points of all matches; of one that has not ended those of its rounds, where the rules are at hand. */
  readonly points: number;
  /** The game and question answered last. */
  readonly app: string | null;
  readonly page: string | null;
};

/** Of somebody who has not begun, whom so many screens await (null: not known). */
export const notBegun = (all: number | null): Progress => ({
  ...{ startedAt: null, screens: 0, all, points: 0, app: null, page: null },
});

/** What is to be known of a match that somebody played. */
type Passed = Pick<PlayerMatch, 'seat' | 'app' | 'screens' | 'course'> & {
  readonly match: Pick<LoggedMatch<unknown>, 'ending' | 'startedAt' | 'payoffs'>;
  readonly pages: readonly AnswerCells['questions'][];
};

/** The progress with one more match. `begun`: when the participant joined, where that is known. */
export function after(before: Progress, played: Passed, begun: number | null): Progress {
  const { match, seat, course, app, pages, screens } = played;
  const all = match.ending === 'finished' ? screens : (course?.pages[seat]?.length ?? null);
  return {
    startedAt: before.startedAt ?? begun ?? match.startedAt,
    screens: before.screens + screens,
    all: before.all === null || all === null ? null : before.all + Math.max(all, screens),
    points: before.points + (match.payoffs[seat] ?? sum(course?.points[seat]?.values() ?? [])),
    app,
    page: pages.at(-1)?.key ?? before.page,
  };
}

const sum = (points: Iterable<number>): number => [...points].reduce((total, one) => total + one, 0);

/** The progress of a person; `awaited`: the screens of whoever has played nothing. */
export function progressOf({ person, played }: Player, awaited: number | null): Progress {
  const begun = person?.joinedAt ?? null;
  if (played.length === 0) return { ...notBegun(awaited), startedAt: begun };
  return played.reduce<Progress>((before, one) => after(before, one, begun), { ...notBegun(0), startedAt: begun });
}
