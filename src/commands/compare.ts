/** `homines compare [GAME]`: people, models and theory in one table and one picture. */
import { comparisonBlocks } from '../analysis/compare/blocks.ts';
import type { By } from '../analysis/compare/document.ts';
import { comparing } from '../comparing.ts';
import { gameNames, loadGames } from '../games.ts';
import { Refusal, unknown } from '../refusal.ts';
import { databases, dbsOf, json } from './flags.ts';
import { drawn, print, printJson } from './print.ts';
import { on, text, verb as define } from './verb.ts';

const BY: readonly By[] = ['session', 'treatment', 'all'];

export const verb = define({
  name: 'compare',
  word: '[GAME]',
  says: 'How people, models and theory differ: rates, ratings and prices with their intervals, and tests.',
  flags: {
    session: text('NAME', 'only this session, by name or code', (typed) => typed),
    by: text('WHAT', 'how people are grouped: session (default), treatment or all', readBy),
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    db: databases,
    json,
  },
  examples: [
    'homines compare',
    'homines compare prisoners-dilemma --session "class of 24 Nov"',
    'homines compare --json --db data/a.sqlite --db data/b.sqlite',
  ],
  async run({ session = null, by = 'session', all = false, db: files, json: asJson }, game) {
    if (game !== undefined && !gameNames().includes(game)) throw unknown('game', game, gameNames());
    const open = comparing(dbsOf(files), await loadGames(), { session, rehearsals: all, game: game ?? null });
    try {
      const comparison = await open.update(by);
      if (asJson) return printJson(comparison);
      print(drawn(comparisonBlocks(comparison)));
      return 0;
    } finally {
      open.close();
    }
  },
});

function readBy(typed: string): By {
  const found = BY.find((by) => by === typed.trim().toLowerCase());
  if (found === undefined) throw new Refusal(`People are grouped by ${BY.join(', ')}, such as --by treatment; got "${typed}".`);
  return found;
}
