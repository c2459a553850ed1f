/** How often the people of a session play: in all, and each game, after which oTree's apps are named. */
import { memo } from '../../core/memo.ts';
import type { ParticipantRow } from '../../core/log.ts';
import type { LoggedMatch } from '../../core/stored-rows.ts';

/** The same of one session, told as its matches are read in their order. */
export type TimesPlayed = {
  /** The place of a person among those who joined, from 0; undefined: of nobody here. */
  placeOf(code: string): number | undefined;
  /** By that place, in how many of the matches read so far the person sat. */
  readonly matches: Uint32Array;
  /**
   * Counts a match and names its app: GAME, or GAME_2 where one of its people plays that game for the second time in the session.
   * Agents play it for the first time whenever they do.
   */
  appOf(match: Pick<LoggedMatch<unknown>, 'game' | 'participants'>): string;
};

/** Nobody has played yet; `people` in the order in which they joined. */
export function timesPlayed(people: readonly ParticipantRow[]): TimesPlayed {
  const places = new Map(people.map(({ code }, place) => [code, place]));
  const matches = new Uint32Array(people.length);
  /** Of each game by the person's place which app of it was played last; 0: none. */
  const latest = memo((_game: string) => new Uint32Array(people.length));
  const placeOf = (code: string | null): number | undefined => (code === null ? undefined : places.get(code));
  return {
    placeOf,
    matches,
    appOf({ game, participants }) {
      const apps = latest(game);
      const seated = participants.map(placeOf).filter((place) => place !== undefined);
      let nth = 1;
      for (const place of seated) nth = Math.max(nth, 1 + apps[place]!);
      for (const place of seated) {
        apps[place] = nth;
        matches[place]! += 1;
      }
      return nth === 1 ? appName(game) : `${appName(game)}_${nth}`;
    },
  };
}

/** A game as the name of a Python module, as oTree's apps are: prisoners_dilemma. */
export const appName = memo((game: string): string => game.replace(/\W/g, '_').replace(/^(?=\d)/, '_'), 100);
