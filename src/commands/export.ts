/** `homines export --out FILE.csv`: the choices as a table, one row a decision. */
import { Refusal } from '../refusal.ts';
import { exportDecisions } from '../store/export.ts';
import { counted } from './columns.ts';
import { db, DEFAULT_DB, json } from './flags.ts';
import { print, printJson } from './print.ts';
import { on, text, verb as define } from './verb.ts';

export const verb = define({
  name: 'export',
  says: 'The choices as a CSV table, one row a decision: named sessions and headless runs.',
  flags: {
    out: text('FILE.csv', 'where to write; a file of that name is replaced when the table is whole', (typed) => typed),
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    db,
    json,
  },
  examples: ['homines export --out choices.csv', 'homines export --out everything.csv --all --db data/class.sqlite'],
  async run({ out, all = false, db: file = DEFAULT_DB, json: asJson }) {
    if (out === undefined) throw new Refusal('homines export needs a file to write to: name one with --out, such as --out choices.csv.');
    const { decisions } = await exportDecisions(file, out, { all });
    if (asJson) return printJson({ file: out, decisions, rehearsals: all });
    print(`Wrote ${counted(decisions, 'choice')} to ${out}${all ? '' : ' (rehearsals only with --all)'}.`);
    return 0;
  },
});
