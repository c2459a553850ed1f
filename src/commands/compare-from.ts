/** Where a comparison screen takes its comparisons from, and what its keys write beside the first database. */
import { basename, dirname, relative } from 'node:path';
import { comparingApart } from '../comparing/thread.ts';
import { counted } from '../core/format.ts';
import { exportTables } from '../store/export.ts';
import type { Which } from '../store/log-reader.ts';
import type { OpenSource } from '../terminal/compare/in-lab.ts';
import type { CompareSource } from '../terminal/compare/watching.ts';
import { version } from '../disk/version.ts';
import { describing } from './codebook-source.ts';
import { freeName } from './free-name.ts';
import { commandTyped, writeReport } from './write-report.ts';

/** The lab's own database, opened anew for reading each time the screen is. */
export const compareFrom =
  (file: string): OpenSource =>
  (session) =>
    compareSource([file], { session, rehearsals: false, game: null, lenient: true });

export async function compareSource(files: readonly string[], which: Which): Promise<CompareSource> {
  const open = await comparingApart(files, which);
  const { session, rehearsals, game } = which;
  const chosen = [...(session === null ? [] : ['--session', session]), ...(rehearsals ? ['--all'] : [])];
  const from = files.flatMap((file) => ['--db', file]);
  const beside = (stem: string, ending: string): string => freeName(dirname(files[0]!), stem, ending);
  const here = (path: string): string => relative(process.cwd(), path);
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
      return `Wrote ${here(out)}`;
    },
    async export() {
      const out = beside('choices', '.csv');
      const words = ['export', ...chosen, ...from, '--out', basename(out)];
      const sessions = session === null ? [] : [session];
      const about = { describe: await describing(), command: commandTyped(words), version: version() };
      const { decisions, files: written } = await exportTables({ files, out, sessions, all: rehearsals, ...about });
      return `Wrote ${here(out)}: ${counted(decisions, 'choice')}, and ${counted(written.length - 1, 'file')} about them`;
    },
  };
}
