/** `homines compare [GAME]`: people, models and theory in one table and one picture; and where a comparison screen takes its figures from. */
import { basename } from 'node:path';
import { comparisonBlocks } from '../analysis/compare/blocks.ts';
import type { By } from '../analysis/compare/samples.ts';
import type { ComparisonScope } from '../comparing/follower.ts';
import { compareInThread } from '../comparing/live-comparison.ts';
import { counted } from '../core/format.ts';
import { unknown } from '../core/user-error.ts';
import { folderBeside, fromHere } from '../disk/folder.ts';
import { gameNames, loadGames } from '../disk/games.ts';
import { version } from '../disk/version.ts';
import { exportTables } from '../store/export.ts';
import { openLogs } from '../store/log-reader.ts';
import type { CompareSource, OpenSource } from '../terminal/compare/watcher.ts';
import { codebookSource } from './shared/codebook-source.ts';
import { by, databases, dbsOf, json } from './shared/flags.ts';
import { freeName } from './shared/free-name.ts';
import { onScreen } from '../terminal/on-screen.ts';
import { blocksText, print, printJson } from './shared/print.ts';
import { on, text, verb as define } from './shared/verb.ts';
import { commandTyped, writeReport } from './shared/write-report.ts';

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
    const scope = { session, rehearsals: all, game: game ?? null };
    if (!asJson && onScreen()) return compareOnScreen(databasesRead, scope, grouping);
    const open = await compareInThread(databasesRead, scope);
    try {
      const comparison = await open.update(grouping, true);
      if (asJson) return printJson(comparison);
      print(blocksText(comparisonBlocks(comparison)));
      return 0;
    } finally {
      open.close();
    }
  },
});

/** The screen, which looks again by itself while it is shown. */
async function compareOnScreen(files: readonly string[], scope: ComparisonScope, by: By): Promise<number> {
  // A file that cannot be read is refused before there is a screen.
  for (const log of await openLogs(files)) log.close();
  const { openComparison } = await import('../terminal/compare/open.tsx');
  return openComparison(await compareSource(files, scope), by, files[0]!, await loadGames());
}

/** The lab's own database, opened anew for reading each time the screen is. */
export const compareFrom =
  (file: string): OpenSource =>
  (session) =>
    compareSource([file], { session, rehearsals: false, game: null, lenient: true });

/** Databases for a comparison screen, which looks again by itself, and what its keys write beside the first of them. */
async function compareSource(files: readonly string[], scope: ComparisonScope): Promise<CompareSource> {
  const open = await compareInThread(files, scope);
  const { session, rehearsals, game } = scope;
  const chosen = [...(session === null ? [] : ['--session', session]), ...(rehearsals ? ['--all'] : [])];
  const from = files.flatMap((file) => ['--db', file]);
  const beside = (stem: string, ending: string): string => freeName(folderBeside(files[0]!), stem, ending);
  return {
    ...open,
    async report(comparison) {
      const out = beside('report', '.html');
      const { by } = comparison;
      const whole = comparison.preferences === null ? await open.update(by, true) : comparison;
      const words = [
        'report',
        ...(game === null ? [] : [game]),
        ...chosen,
        '--by',
        by,
        ...from,
        '--out',
        basename(out),
      ];
      await writeReport(whole, out, commandTyped(words));
      return `Wrote ${fromHere(out)}`;
    },
    async export() {
      const out = beside('choices', '.csv');
      const words = ['export', ...chosen, ...from, '--out', basename(out)];
      const sessions = session === null ? [] : [session];
      const about = { describe: await codebookSource(), command: commandTyped(words), version: version() };
      const { decisions, files: written } = await exportTables({ files, out, sessions, all: rehearsals, ...about });
      return `Wrote ${fromHere(out)}: ${counted(decisions, 'choice')}, and ${counted(written.length - 1, 'file')} about them`;
    },
  };
}
