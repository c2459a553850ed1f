/** Cells that many decisions share are worked out once for all of them. */
import { memo } from '../../core/memo.ts';
import type { LoggedMatch } from '../../core/stored-rows.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Level } from './long-columns.ts';

/** Whether what a cell of this level says is the same for all decisions of a seat in a match. */
export const isPerSeat = (of: Level): boolean => of !== 'decision' && of !== 'asked' && of !== 'distribution';

const sameSettings = (one: LoggedMatch, other: LoggedMatch): boolean =>
  one.configText === other.configText && one.game === other.game && one.version === other.version;

/** `make`, asked again only when the line tells of something else than lines before. */
export function perLevel<T>(of: Level, make: (line: DecisionContext) => T): (line: DecisionContext) => T {
  let made: T;
  switch (of) {
    case 'decision':
      return make;
    case 'asked':
    case 'distribution': {
      // Hardly any row has one: what stands there where there is none is made once.
      const isThere = (line: DecisionContext): boolean => (of === 'asked' ? line.asked : line.told) !== null;
      let nothing = false;
      return (line) => {
        if (isThere(line)) return make(line);
        if (!nothing) made = make(line);
        nothing = true;
        return made;
      };
    }
    case 'table': {
      const tables = memo((_: LoggedMatch['seats']): T[] => []);
      return (line) => (tables(line.match.seats)[line.seat] ??= make(line));
    }
    case 'session': {
      let session: DecisionContext['session'] | null = null;
      return (line) => {
        if (session !== line.session) made = make(line);
        session = line.session;
        return made;
      };
    }
    default: {
      // A match, a seat of it, or settings.
      let match: LoggedMatch | null = null;
      let seat = -1;
      return (line) => {
        const same =
          match === line.match
            ? of !== 'seat' || seat === line.seat
            : of === 'settings' && match !== null && sameSettings(match, line.match);
        if (!same) made = make(line);
        match = line.match;
        seat = line.seat;
        return made;
      };
    }
  }
}
