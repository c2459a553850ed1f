/** `homines compare [GAME]`: people, models and theory in one table and one picture. */
import { comparisonBlocks } from '../analysis/compare/blocks.ts';
import { comparing } from '../comparing.ts';
import { gameNames, loadGames } from '../games.ts';
import { unknown } from '../refusal.ts';
import { by, databases, dbsOf, json } from './flags.ts';
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
    const open = comparing(dbsOf(files), await loadGames(), { session, rehearsals: all, game: game ?? null });
    try {
      const comparison = await open.update(grouping);
      if (asJson) return printJson(comparison);
      print(drawn(comparisonBlocks(comparison)));
      return 0;
    } finally {
      open.close();
    }
  },
});
