/** What is said, on stderr, while a database of an older version is brought up to date. */
import type { UpgradeListener } from '../../store/migrate.ts';
import { farLine } from './far-line.ts';
import { tellsPipes } from './moving-line.ts';
import { printProblem } from './print.ts';

/** For whoever opens a database: what is done to it, how far that is, and how long it still takes. */
export function upgrading(): UpgradeListener {
  let line = farLine();
  let part = '';
  return {
    begins(sentence) {
      if (process.stderr.isTTY || tellsPipes()) printProblem(sentence);
    },
    far(what, done, of) {
      // Each part goes at its own pace.
      if (what !== part) {
        line.clear();
        [line, part] = [farLine(), what];
      }
      line.draw(what, done, of);
      if (done >= of) line.clear();
    },
  };
}
