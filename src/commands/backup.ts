/** `homines backup FILE`: a consistent copy of the database, while the lab runs too. */
import { isAddress } from '../core/database-address.ts';
import { UserError } from '../core/user-error.ts';
import { backup } from '../store/backup.ts';
import { db, DEFAULT_DB, json } from './shared/flags.ts';
import { print, printJson, printProblem } from './shared/print.ts';
import { farLine } from './shared/far-line.ts';
import { catchSignals } from './shared/signals.ts';
import { verb as define } from './shared/verb.ts';
import { byHand, commandLine } from '../core/shell.ts';

export const verb = define({
  name: 'backup',
  word: 'FILE',
  says: 'A consistent copy of the database, while the lab runs too.',
  flags: { db, json },
  examples: ['homines backup copies/monday.sqlite', 'homines backup copies/monday.sqlite --db data/class.sqlite'],
  async run({ db: file = DEFAULT_DB, json: asJson }, target) {
    if (target === undefined)
      throw new UserError(
        `homines backup needs the name of the copy, such as "${byHand('backup copies/monday.sqlite')}".`,
      );
    if (isAddress(file))
      throw new UserError(
        `${file} is no file that could be copied: "${commandLine(['pg_dump', '--schema=homines', `--file=${target}`, file])}" makes a copy while the lab runs, and psql reads it back.`,
      );
    const [stopped, line] = [catchSignals(), farLine()];
    try {
      const far = (pages: number, of: number): void => line.draw(`pages copied to ${target}`, pages, of);
      await backup(file, target, { far, stop: stopped.signal });
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
      line.clear();
      printProblem('Stopped: nothing was copied.');
      return stopped.exitCode();
    } finally {
      line.clear();
      stopped.done();
    }
    if (asJson) return printJson({ database: file, copy: target });
    print(`Copied ${file} to ${target}.`);
    return 0;
  },
});
