/** `homines compare [GAME]`: people, models and theory in one table and one picture; and where a comparison screen takes its figures from. */
import { basename } from 'node:path';
import type { By } from '../analysis/compare/samples.ts';
import type { ComparisonScope } from '../comparing/follower.ts';
import { compareFiles } from '../comparing/comparison-cache.ts';
import { counted } from '../core/format.ts';
import { unknown } from '../core/user-error.ts';
import { folderBeside, fromHere } from '../disk/folder.ts';
import { gameNames, loadGames } from '../disk/games.ts';
import { version } from '../disk/version.ts';
import { bringUpToDate, openLogs } from '../store/log-reader.ts';
import type { CompareSource, OpenSource } from '../terminal/compare/watcher.ts';
import { by, databases, dbsOf, fresh, isFreshHere, json } from './shared/flags.ts';
import { freeName } from './shared/free-name.ts';
import { onScreen } from '../terminal/on-screen.ts';
import { blocksText } from './shared/blocks-text.ts';
import { waitForComparison } from './shared/comparison-wait.ts';
import { print, printJson } from './shared/print.ts';
import { on, text, verb as define } from './shared/verb.ts';
import { commandTyped } from './shared/command-typed.ts';
import { upgrading } from './shared/upgrading.ts';

export const verb = define({
  name: 'compare',
  word: '[GAME]',
  says: 'How people, models and theory differ: rates, ratings and prices with their intervals, and tests.',
  flags: {
    session: text('NAME', 'only this session, by name or code', (typed) => typed),
    by,
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    db: databases,
    fresh,
    json,
  },
  examples: [
    'homines compare',
    'homines compare prisoners-dilemma --session "class of 24 Nov"',
    'homines compare --json --db data/a.sqlite --db data/b.sqlite',
  ],
  async run(
    { session = null, by: grouping = 'session', all = false, db: files, fresh: isFresh = false, json: asJson },
    game,
  ) {
    if (game !== undefined && !gameNames().includes(game)) throw unknown('game', game, gameNames());
    const databasesRead = dbsOf(files);
    await bringUpToDate(databasesRead, upgrading());
    const scope = { session, rehearsals: all, game: game ?? null };
    if (!asJson && onScreen()) return compareOnScreen(databasesRead, scope, grouping, isFresh);
    const open = await compareFiles(databasesRead, scope, { fresh: isFresh });
    try {
      const comparison = await waitForComparison(open, grouping);
      if (typeof comparison === 'number') return comparison;
      if (asJson) return printJson(comparison);
      const { comparisonBlocks } = await import('../analysis/compare/blocks.ts');
      print(blocksText(comparisonBlocks(comparison)));
      return 0;
    } finally {
      open.close();
    }
  },
});

/** The screen, which looks again by itself while it is shown. */
async function compareOnScreen(
  files: readonly string[],
  scope: ComparisonScope,
  by: By,
  isFresh: boolean,
): Promise<number> {
  // A file that cannot be read is refused before there is a screen.
  for (const log of await openLogs(files)) log.close();
  const { openComparison } = await import('../terminal/compare/open.tsx');
  return openComparison(await compareSource(files, scope, isFresh), by, files[0]!, await loadGames());
}

/** The lab's own database, opened anew for reading each time the screen is. */
export const compareFrom =
  (file: string): OpenSource =>
  (session) =>
    compareSource([file], { session, rehearsals: false, game: null, lenient: true }, isFreshHere());

/** Databases for a comparison screen, which looks again by itself, and what its keys write beside the first of them. */
async function compareSource(
  files: readonly string[],
  scope: ComparisonScope,
  isFresh: boolean,
): Promise<CompareSource> {
  const open = await compareFiles(files, scope, { fresh: isFresh });
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
      const { writeReport } = await import('./shared/write-report.ts');
      await writeReport(whole, out, commandTyped(words));
      return `Wrote ${fromHere(out)}`;
    },
    async export() {
      const out = beside('choices', '.csv');
      const [{ exportTables }, { codebookSource }] = await Promise.all([
        import('../store/export.ts'),
        import('./shared/codebook-source.ts'),
      ]);
      const words = ['export', ...chosen, ...from, '--out', basename(out)];
      const sessions = session === null ? [] : [session];
      const about = { describe: await codebookSource(), command: commandTyped(words), version: version() };
      const { decisions, files: written } = await exportTables({ files, out, sessions, all: rehearsals, ...about });
      return `Wrote ${fromHere(out)}: ${counted(decisions, 'choice')}, and ${counted(written.length - 1, 'file')} about them`;
    },
  };
}
