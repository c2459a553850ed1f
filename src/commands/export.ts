/** `homines export --out FILE`: everything that was played, as tables for R, Python and Stata. */
import { counted } from '../core/format.ts';
import { commandLine } from '../core/shell.ts';
import { UserError } from '../core/user-error.ts';
import { exportTables, type Exported } from '../store/export.ts';
import { FORMATS, formats } from '../store/export/formats.ts';
import { version } from '../disk/version.ts';
import { wrap } from './shared/text-columns.ts';
import { codebookSource } from './shared/codebook-source.ts';
import { courseSource } from './shared/course-source.ts';
import { databases, dbsOf, json } from './shared/flags.ts';
import { print, printJson, printProblem } from './shared/print.ts';
import { farLine } from './shared/far-line.ts';
import { catchSignals } from './shared/signals.ts';
import { many, on, text, verb as define } from './shared/verb.ts';
import { bringUpToDate } from '../store/log-reader.ts';
import { upgrading } from './shared/upgrading.ts';
import { oneTyped } from './shared/one-typed.ts';

export const verb = define({
  name: 'export',
  says: 'Everything that was played as tables for R, Python and Stata, with a codebook and a text to read first.',
  flags: {
    out: text('FILE', 'where to write; files of that name are replaced when the new ones are whole', (typed) => typed),
    format: text(
      'SHAPE',
      `${FORMATS.join(', ')} (default: long, or what the ending .parquet or .jsonl says)`,
      oneTyped('format', FORMATS),
    ),
    session: many('SESSION', 'only this session, by code or name; again for each further one'),
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    excel: on('CSV for Excel: with a byte order mark, an apostrophe before cells that begin with = + - @'),
    db: databases,
    json,
  },
  examples: [
    'homines export --out choices.csv',
    'homines export --out class.csv --format wide --session "class of 24 Nov"',
    'homines export --out all.parquet --all --db monday.sqlite --db tuesday.sqlite',
    'homines export --out dataset/',
    'homines export --format otree --out class/',
    'homines export --format parquet --out choices/',
  ],
  notes: [
    ...FORMATS.map((name) => `${name}: ${formats[name].says}.`),
    'A name with a slash at its end is a folder, which becomes a Psych-DS dataset, or with --format otree what oTree would export.',
    'With --format parquet it gets parts by session, data/session=CODE/part-0.parquet, which DuckDB, Spark and warehouses read as one table; it must hold none yet.',
    'Beside the tables: FILE.codebook.csv (every column, every question, every setting), FILE.read-me-first.txt, FILE.dataset_description.json.',
    'Beside a long or wide table also FILE.analysis.R and FILE.analysis.py: the figures of homines compare, from that table.',
  ],
  async run({ out, format, session = [], all = false, excel = false, db, json: asJson }) {
    if (out === undefined)
      throw new UserError('homines export needs a file to write to: name one with --out, such as --out choices.csv.');
    await bringUpToDate(dbsOf(db), upgrading());
    const stopped = catchSignals();
    const line = farLine();
    try {
      const exported = await exportTables({
        files: dbsOf(db),
        out,
        format,
        sessions: session,
        all,
        excel,
        describe: await codebookSource(),
        courseOf: await courseSource(),
        command: commandLine(['homines', ...process.argv.slice(2)]),
        version: version(),
        told: ({ matches, of }) => line.draw(`matches read for ${out}`, matches, of),
        stop: stopped.signal,
      });
      line.clear();
      if (asJson) return printJson(documentOf(exported));
      print(summary(exported));
      return 0;
    } catch (error) {
      line.clear();
      if (!stopped.signal.aborted) throw error;
      printProblem('Stopped: nothing was written.');
      return stopped.signal.reason === 'SIGTERM' ? 143 : 130;
    } finally {
      stopped.done();
    }
  },
});

const documentOf = ({ tables, ...exported }: Exported) => ({
  ...exported,
  tables: tables.map(({ name, rows, columns }) => ({ name, rows, columns: columns.length })),
});

/** Parts are told together: there may be thousands. */
function filesIn(files: readonly string[]): readonly string[] {
  const isPart = (file: string): boolean => /[/\\]session=[a-z]+[/\\]part-\d+\.parquet$/.test(file);
  const parts = files.filter(isPart);
  const all = parts[0]?.replace(/session=[a-z]+([/\\])part-\d+/, 'session=*$1part-*');
  return [
    ...(all === undefined ? [] : [`  ${all} (${counted(parts.length, 'part')})`]),
    ...files.filter((file) => !isPart(file)).map((file) => `  ${file}`),
  ];
}

function summary({ files, decisions, matches, sessions, left }: Exported): string {
  const without = [
    left.rehearsals === 0 ? '' : `${counted(left.rehearsals, 'rehearsal')} left out: --all exports rehearsals too`,
    left.others === 0 ? '' : `${counted(left.others, 'other session')} not asked for`,
  ].filter(Boolean);
  const all = `${counted(decisions, 'choice')} in ${counted(matches, 'match', 'matches')} of ${counted(sessions, 'session')}`;
  return [wrap(`Wrote ${all}${without.length === 0 ? '' : ` (${without.join('; ')})`}:`), ...filesIn(files)].join('\n');
}
