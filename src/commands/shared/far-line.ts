/** How far work is that goes on evenly, on stderr, and how long it still takes. */
import { lasting } from '../../core/format.ts';
import { waitLine } from './wait-line.ts';

/** "[####................] 400 of 2,000". */
export const barOf = (matches: number, wanted: number): string => {
  const done = Math.min(20, Math.floor((20 * matches) / wanted));
  return `[${'#'.repeat(done)}${'.'.repeat(20 - done)}] ${matches.toLocaleString('en')} of ${wanted.toLocaleString('en')}`;
};

/** Milliseconds of work before which nothing is said of how long the rest takes. */
const PACED_MS = 500;

/**
 * Of work that goes on evenly, with the time that it still takes: "[####....] 400 of 1,000, 12 s left · matches read"; a line
 * where none moves, after a second and every ten. What can be done without comes last: a narrow terminal cuts it off.
 * `before`: how much was done before this began, which says nothing of how long the rest takes.
 */
export function farLine(before = 0) {
  let since = performance.now();
  const line = waitLine();
  return {
    draw(what: string, done: number, of: number): void {
      const now = performance.now();
      // What came before the first of it is no measure of the rest.
      if (done <= before) since = now;
      const isPaced = done > before && now - since >= PACED_MS;
      line.draw(
        () =>
          `${barOf(Math.min(done, of), of)}${isPaced ? `, ${lasting(((now - since) * Math.max(0, of - done)) / (done - before))} left` : ''} · ${what}`,
      );
    },
    clear: line.clear,
  };
}
