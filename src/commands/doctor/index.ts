/** `homines doctor`: one screen on whether this computer is ready, and what to do. */
import { type Check, checks } from './checks.ts';
import { version } from '../../disk/version.ts';
import { db, DEFAULT_DB, json } from '../shared/flags.ts';
import { pad, wrap } from '../shared/text-columns.ts';
import { tellsPipes } from '../shared/moving-line.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { verb as define } from '../shared/verb.ts';

const NAME_WIDTH = 10;

export const verb = define({
  name: 'doctor',
  says: 'Whether this computer is ready for the lab: Node, terminal, letters, disk, database, games; and what to do.',
  flags: { db, json },
  examples: ['homines doctor', 'homines doctor --json --db data/class.sqlite'],
  notes: ['Exit code 1 if something would stop the lab.'],
  async run({ db: file = DEFAULT_DB, json: asJson }) {
    const found = await checks(file, (sentence) => {
      if (process.stderr.isTTY || tellsPipes()) printProblem(sentence);
    });
    const stopped = found.filter(({ state }) => state === 'stop').length;
    if (asJson) printJson({ version: version(), ready: stopped === 0, checks: found });
    else {
      print(`homines ${version()}\n`);
      print(found.map(line).join('\n'));
      print(stopped === 0 ? '\nReady.' : `\nNot ready: ${stopped} to mend first.`);
    }
    return stopped === 0 ? 0 : 1;
  },
});

function line({ name, state, found, todo }: Check): string {
  const sign = { ok: 'ok', attention: '!', stop: 'STOP' }[state];
  const [first = '', ...rest] = wrap(found, NAME_WIDTH + 8).split('\n');
  const head = `  ${pad(sign, 6)}${pad(name, NAME_WIDTH)}${first.trim()}`;
  return [head, ...rest, ...(todo === null ? [] : [wrap(todo, NAME_WIDTH + 8)])].join('\n');
}
