/** `homines compare [GAME]`: people, models and theory in one table and one picture. */
import { comparisonBlocks } from '../analysis/compare/blocks.ts';
import type { By } from '../analysis/compare/samples.ts';
import { comparingApart } from '../comparing/thread.ts';
import { gameNames } from '../disk/games.ts';
import { unknown } from '../core/user-error.ts';
import { openLog, type Which } from '../store/log-reader.ts';
import { compareSource } from './compare-from.ts';
import { by, databases, dbsOf, json } from './flags.ts';
import { onScreen } from './on-screen.ts';
import { drawn, print, printJson } from './print.ts';
import { on, text, verb as define } from './verb.ts';

export const verb = define({
  name: 'compare',
  word: '[GAME]',
  says: 'How people, models and theory differ: rates, ratings and prices with their intervals, and tests.',
  flags: {
    session: text('NAME', 'only this session, by name or code', (typed) => typed),
    by,
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    db: databases,
    json,
  },
  examples: [
    'homines compare',
    'homines compare prisoners-dilemma --session "class of 24 Nov"',
    'homines compare --json --db data/a.sqlite --db data/b.sqlite',
  ],
  async run({ session = null, by: grouping = 'session', all = false, db: files, json: asJson }, game) {
    if (game !== undefined && !gameNames().includes(game)) throw unknown('game', game, gameNames());
    const databasesRead = dbsOf(files);
    const which = { session, rehearsals: all, game: game ?? null };
    if (!asJson && onScreen()) return shown(databasesRead, which, grouping);
    const open = await comparingApart(databasesRead, which);
    try {
      const comparison = await open.update(grouping, true);
      if (asJson) return printJson(comparison);
      print(drawn(comparisonBlocks(comparison)));
      return 0;
    } finally {
      open.close();
    }
  },
});

/** The screen, which looks again by itself while it is shown. */
async function shown(files: readonly string[], which: Which, by: By): Promise<number> {
  // A file that cannot be read is refused before there is a screen.
  openLog(files).close();
  const { openComparison } = await import('../terminal/compare/open.tsx');
  return openComparison(await compareSource(files, which), by, files[0]!);
}
