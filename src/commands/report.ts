/** `homines report --out report.html`: the comparison as one file without network, for a phone, a printer or a reader. */
import { choiceWords } from '../analysis/compare/observations.ts';
import { compareFiles } from '../comparing/comparison-cache.ts';
import { gameNames } from '../disk/games.ts';
import { counted } from '../core/format.ts';
import { asTypedHere } from '../core/shell.ts';
import { UserError, unknown } from '../core/user-error.ts';
import { waitForComparison } from './shared/comparison-wait.ts';
import { by, databases, dbsOf, fresh, json } from './shared/flags.ts';
import { print, printJson } from './shared/print.ts';
import { on, text, verb as define } from './shared/verb.ts';
import { commandTyped } from './shared/command-typed.ts';
import { writeReport } from './shared/write-report.ts';
import { bringUpToDate } from '../store/log-reader.ts';
import { upgrading } from './shared/upgrading.ts';

export const verb = define({
  name: 'report',
  word: '[GAME]',
  says: 'The comparison as one HTML file: figures, numbers, tests and a methods paragraph, without network.',
  flags: {
    out: text(
      'FILE.html',
      'where to write; a file of that name is replaced when the report is whole',
      (typed) => typed,
    ),
    session: text('NAME', 'only this session, by name or code', (typed) => typed),
    by,
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    db: databases,
    fresh,
    json,
  },
  examples: [
    'homines report --out report.html',
    'homines report prisoners-dilemma --session "class of 24 Nov" --out class.html',
  ],
  async run(
    { out, session = null, by: grouping = 'session', all = false, db: files, fresh: isFresh = false, json: asJson },
    game,
  ) {
    if (out === undefined || out.trim() === '')
      throw new UserError('homines report needs a file to write to: name one with --out, such as --out report.html.');
    if (game !== undefined && !gameNames().includes(game)) throw unknown('game', game, gameNames());
    const databasesRead = dbsOf(files);
    await bringUpToDate(databasesRead, upgrading());
    const open = await compareFiles(
      databasesRead,
      { session, rehearsals: all, game: game ?? null },
      { fresh: isFresh },
    );
    try {
      const comparison = await waitForComparison(open, grouping);
      if (typeof comparison === 'number') return comparison;
      const bytes = await writeReport(comparison, out, commandTyped());
      const { finished, decisions } = comparison.counts;
      if (asJson)
        return printJson({
          file: out,
          bytes,
          matches: finished,
          decisions,
          treatments: comparison.treatments.length,
        });
      print(`Wrote ${out}: ${counted(finished, 'match', 'matches')}, ${choiceWords(comparison.counts)}.`);
      for (const note of comparison.notes) print(asTypedHere(note));
      return 0;
    } finally {
      open.close();
    }
  },
});
