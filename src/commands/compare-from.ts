/** Where the lab's comparisons come from: its own database, opened anew for reading each time the screen is. */
import { dirname, join, relative } from 'node:path';
import { comparingApart } from '../comparing-apart.ts';
import type { OpenSource } from '../tui/compare/in-lab.ts';
import { commandLine, writeReport } from './write-report.ts';

export function compareFrom(file: string): OpenSource {
  return async (session) => {
    const open = await comparingApart([file], { session, rehearsals: false, game: null, lenient: true });
    return {
      ...open,
      async report(comparison) {
        const out = join(dirname(file), 'report.html');
        const words = ['report', ...(session === null ? [] : ['--session', session]), '--db', file, '--out', 'report.html'];
        await writeReport(comparison, out, commandLine(words));
        return `Wrote ${relative(process.cwd(), out)}`;
      },
    };
  };
}
