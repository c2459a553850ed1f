/** What the lab needs of a computer, looked at one by one. Nothing is changed. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gameNames, loadGames } from '../../disk/games.ts';
import { counted, lasting } from '../../core/format.ts';
import { UserError } from '../../core/user-error.ts';
import { existing } from '../../disk/folder.ts';
import { folderEnvironment } from '../../disk/environment.ts';
import { readLab } from '../../model/lab-file.ts';
import { everyProvider } from '../../model/registry.ts';
import { isTrusted } from '../../model/trust.ts';
import { isAddress } from '../../core/database-address.ts';
import { health, healthAt } from '../../store/health.ts';
import { glyphOf } from '../../show/marks.ts';
import { glyphs, wantsAscii } from '../../show/glyphs.ts';
import { byHand } from '../../core/shell.ts';
import { environmentHere, gigabytes, olderEnvironments, whyNoEnvironment } from '../../trainer/environment.ts';
import { perHour, rentedRuns } from '../../tune/rented.ts';
import { keptWords } from './kept.ts';
import { isFreshHere } from '../shared/flags.ts';
import { rentedWords } from '../shared/rented-words.ts';
import { smallModelHere } from '../../trainer/small-model.ts';
import { type FoundPython, hasUv, systemPython } from '../../trainer/python-program.ts';

/** `stop`: the lab does not run until this is mended. */
export type Check = {
  readonly name: string;
  readonly state: 'ok' | 'attention' | 'stop';
  readonly found: string;
  /** What to do, where there is something to do. */
  readonly todo: string | null;
};

const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, todo: null });
const attention = (name: string, found: string, todo: string): Check => ({ name, state: 'attention', found, todo });
const stop = (name: string, found: string, todo: string): Check => ({ name, state: 'stop', found, todo });

const LEAST = { columns: 60, rows: 20 } as const;
const OLDEST = [22, 18] as const;

/**
 * Looks at Node, terminal, letters, colour, disk, the database `file`, games, the files of this folder, what is kept of comparisons, what training needs and the internet, in this order. Throws nothing that
 * a user can mend: that is a check which says what to do. `told`: what is about to take a while, and how long.
 */
export async function checks(
  file: string,
  told: (sentence: string) => void = () => undefined,
): Promise<readonly Check[]> {
  const database = await checkDatabase(file, told);
  const games = await checkGames();
  return [
    checkNode(),
    checkTerminal(),
    checkLetters(),
    checkColour(),
    checkDisk(file),
    database,
    games,
    ...checkFolder(),
    ...checkKept(),
    checkTuning(),
    ...checkRented(),
    offline(file, database, games),
  ];
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const whose = /[\\/]node_modules[\\/]/.test(process.execPath) ? 'installed with homines' : "this computer's own";
  const found = `${process.versions.node}, ${whose}`;
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return ok('Node', found);
  return stop('Node', found, `homines needs ${OLDEST.join('.')} or newer: install the current Node from nodejs.org.`);
}

function checkTerminal(): Check {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY)
    return attention(
      'terminal',
      'none here: input or output is a pipe or a file',
      `Run ${byHand('doctor')} again in the window in which people will play.`,
    );
  const found = `${stdout.columns} columns, ${stdout.rows} rows`;
  if (stdout.columns >= LEAST.columns && stdout.rows >= LEAST.rows) return ok('terminal', found);
  return attention(
    'terminal',
    found,
    `Make the window at least ${LEAST.columns} columns wide and ${LEAST.rows} rows high, or its letters smaller.`,
  );
}

function checkLetters(): Check {
  const ascii = wantsAscii();
  const { rule, axis, tree, scale } = glyphs(ascii);
  const marks = ['human', 'economicus', 'moralis', 'baseline'].map((label) => glyphOf(label, ascii)).join(' ');
  const sample = `${marks}  ${scale.from}${rule}${scale.handle}${rule}${scale.to} ${axis.upright} ${tree.done.above}${tree.done.run}${tree.done.join}`;
  if (!ascii) return ok('letters', `UTF-8: ${sample}  (unreadable? HOMINES_ASCII=1)`);
  return attention(
    'letters',
    `ASCII: ${sample}`,
    'This terminal does not say that it shows UTF-8; if it does, set LANG to a UTF-8 locale, or HOMINES_ASCII=0.',
  );
}

function checkColour(): Check {
  if (process.env['NO_COLOR']) return ok('colour', 'none, as NO_COLOR asks; marks and words say everything');
  const depth = process.stdout.isTTY ? process.stdout.getColorDepth() : 1;
  return ok(
    'colour',
    depth > 1 ? `${(2 ** depth).toLocaleString('en')} colours` : 'none; marks and words say everything',
  );
}

function checkDisk(file: string): Check {
  const folder = existing(isAddress(file) ? resolve('.') : dirname(resolve(file)));
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 2 ** 20;
  const found = `${free >= 1024 ? `${(free / 1024).toFixed(1)} GB` : `${free.toFixed(0)} MB`} free in ${folder}`;
  if (free < 10)
    return stop('disk', found, 'Make room on this disk, or name a database on another one with --db FILE.');
  return free < 200
    ? attention('disk', found, 'A class needs a few MB, a large batch of runs some hundred: make room soon.')
    : ok('disk', found);
}

/** A database of an address: whether it answers, and how quickly. */
async function checkAddress(address: string): Promise<Check> {
  try {
    const { server, ms, version, current, sessions, decisions, mayWrite } = await healthAt(address);
    const holds =
      version === 0
        ? 'no log yet, made when somebody plays'
        : `tables of version ${version}, ${counted(sessions, 'session')}, ${counted(decisions, 'choice')}`;
    const found = `${address}: PostgreSQL ${server} answers in ${ms.toFixed(1)} ms, ${holds}`;
    if (!mayWrite)
      return stop(
        'database',
        found,
        `This user may not ${version === 0 ? 'make the tables' : 'add rows'} there: ask whoever looks after that server, or name another database with --db.`,
      );
    if (ms > SLOW_MS)
      return attention('database', found, 'Every choice waits for that at least three times: take one that is nearer.');
    return version === 0 || version === current
      ? ok('database', found)
      : attention('database', found, `It is brought to version ${current} when it is used next.`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return stop('database', address, error.message);
  }
}

/** A question to a database, there and back, above which people notice it (milliseconds). */
const SLOW_MS = 50;

/** Bytes of a database from which on reading it takes a second and more, and of which that many take about a second, on a fast and a slow disk. */
const [LARGE, FAST, SLOW] = [100e6, 300e6, 100e6];

async function checkDatabase(file: string, told: (sentence: string) => void): Promise<Check> {
  if (isAddress(file)) return checkAddress(file);
  const path = resolve(file);
  if (!existsSync(path)) {
    const folder = existing(dirname(path));
    try {
      accessSync(folder, constants.W_OK);
      return ok('database', `none yet, made when somebody plays: ${path}`);
    } catch {
      return stop(
        'database',
        `${path}: ${folder} cannot be written`,
        'Make that folder writable, or name another file with --db FILE.',
      );
    }
  }
  const { size } = statSync(path);
  if (size >= LARGE)
    told(
      `Reading the whole database once, ${counted(Math.round(size / 1e6), 'megabyte')}: about ${lasting((1000 * size) / FAST)} to ${lasting((1000 * size) / SLOW)}, and nothing is changed.`,
    );
  try {
    const { version, current, damage, sessions, decisions } = await health(file, 2000);
    const found = `${path}: writable, tables of version ${version}, ${damage ?? 'sound'}, ${counted(sessions, 'session')}, ${counted(decisions, 'choice')}`;
    if (damage !== null)
      return stop('database', found, 'Put a backup in its place, or name a new file with --db FILE.');
    return version === current
      ? ok('database', found)
      : attention('database', found, `It is brought to version ${current} when it is used next; a copy is made first.`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return stop('database', path, error.message);
  }
}

async function checkGames(): Promise<Check> {
  try {
    await loadGames();
    return ok('games', `${gameNames().length}, and all of them open`);
  } catch (error) {
    return stop(
      'games',
      error instanceof Error ? error.message : String(error),
      'Install homines again, or build it with "npm run build".',
    );
  }
}

/** What the files of this folder set and name, where somebody should know it. Nobody is asked anything. */
function checkFolder(): readonly Check[] {
  const folder = process.cwd();
  try {
    const { sets, ignored } = folderEnvironment(folder);
    const providers = everyProvider(readLab(folder), process.env, folder);
    const strangers = providers.filter((one) => !isTrusted(one, process.env));
    const found = [
      `.env sets ${Object.keys(sets).join(', ') || 'nothing'}`,
      `language models of ${providers.map(({ name, address }) => `${name} (${address})`).join(', ')}`,
    ].join('; ');
    const refused = ignored.filter((name) => /^(HOMINES|OPENAI|NODE)_/.test(name));
    const todo = [
      ...(refused.length === 0
        ? []
        : [`A folder's .env may not set ${refused.join(', ')}: type it, or set it in your own environment.`]),
      ...strangers.map(
        ({ name }) => `${name} is not trusted yet, and nothing is sent to it: choosing its model asks you, or --trust.`,
      ),
      ...(process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
        ? ['Certificates are not checked (NODE_TLS_REJECT_UNAUTHORIZED=0): keys may be read on the way; unset it.']
        : []),
    ];
    return todo.length === 0 ? [] : [attention('folder', found, todo.join(' '))];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [attention('folder', folder, error.message)];
  }
}

/** What is kept of comparisons, where anything is. */
function checkKept(): readonly Check[] {
  const words = isFreshHere() ? null : keptWords();
  if (words === null) return [];
  return [words.todo === null ? ok('kept', words.found) : attention('kept', words.found, words.todo)];
}

/** Whether models can be tuned here: packages, or what making them needs. Nobody who does not tune misses anything. */
function checkTuning(): Check {
  const { made, card, needs } = environmentHere();
  const on = card ? 'a card' : 'no card';
  if (!made) {
    const problem = whyNoEnvironment();
    const found = [pythonWords(systemPython(PATIENCE_MS)), ...(hasUv() ? ['uv'] : []), on].join(', ');
    return problem === null
      ? ok('tuning', `${found}; ${gigabytes(needs.fetches)} to fetch`)
      : attention('tuning', found, `Only for "${byHand('tune')}": ${problem}`);
  }
  const older = olderEnvironments();
  return older.length === 0
    ? ok('tuning', `Python packages there, ${on}; ${smallModelWords()}`)
    : attention(
        'tuning',
        `Python packages are there, ${on}`,
        `Those of an earlier version may be taken away: ${older.join(', ')}.`,
      );
}

/** Cards that are rented for tuned models of this folder: they cost until they are ended. Nobody is asked. */
const checkRented = (): readonly Check[] =>
  rentedRuns(process.cwd()).map(({ run, rented }) =>
    attention('rented', `${run.name} at its provider, ${perHour(rented.usdPerHour)}`, rentedWords(run, rented)),
  );

/** Whether the small model is here that `tune replicate` takes, which says how it is fetched; whoever has another one needs it not. */
const smallModelWords = (): string => (smallModelHere() === null ? 'no SmolLM2' : 'SmolLM2');

/** Milliseconds that a Python is given to say which it is. */
const PATIENCE_MS = 3000;

function pythonWords(python: FoundPython): string {
  switch (python.kind) {
    case 'found':
      return `Python ${python.version}`;
    case 'no venv':
      return `Python ${python.version} without virtual environments`;
    case 'too old':
      return `Python ${python.version}, which is too old`;
    case 'none':
      return 'no Python';
  }
}

/** Everything that was loaded for these checks came from this disk; theory, stand-ins and scripts ask nobody. */
function offline(file: string, database: Check, games: Check): Check {
  if (isAddress(file) && database.state !== 'stop')
    return ok('internet', 'ready without it as long as the database above can be reached');
  const ready = database.state !== 'stop' && games.state !== 'stop';
  return ready
    ? ok('internet', 'ready without it: games, agents and database are on this computer')
    : stop('internet', 'not ready without it', 'Mend what stands above first.');
}
