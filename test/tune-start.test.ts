/** What is in the way of a run is said in one sentence, and nothing is left: no run, no half environment, no lock that is held. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { npmCommand } from '../src/checkout.js';
import { pythonFile } from '../src/trainer/python-files.ts';
import { type FakeLab, fakeLab, fakeModel, fakeSet } from './fake-python.ts';
import { begin, homines, hominesApart, root } from './program.ts';

let lab: FakeLab;
beforeAll(() => {
  lab = fakeLab();
  fakeModel(join(lab.folder, 'model'));
  fakeSet(join(lab.folder, 'set'));
});
afterAll(() => lab.remove());

const start = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { code, out, err } = await homines(['tune', 'start', ...words], {
    cwd: lab.folder,
    env: { ...lab.env, ...env },
  });
  return { code, out, err: err.replace(/\s+/g, ' ').trim() };
};
const nothingLeft = (): void =>
  expect(existsSync(join(lab.folder, 'tunes')) ? readdirSync(join(lab.folder, 'tunes')) : []).toEqual([]);

describe('start refuses, and leaves nothing', () => {
  const model = (part: Parameters<typeof fakeModel>[1]): string => {
    fakeModel(join(lab.folder, `without-${part}`), part);
    return `without-${part}`;
  };
  const set = (name: string, change: Parameters<typeof fakeSet>[1]): string => {
    fakeSet(join(lab.folder, name), change);
    return name;
  };
  const file = (name: string, text: string): string => {
    writeFileSync(join(lab.folder, name), text);
    return name;
  };

  it.each<[string, () => readonly string[], string]>([
    ['no set', () => ['nowhere', '--model', 'model'], 'nowhere'],
    ['no model named', () => ['set'], '--model'],
    [
      'a set of another version',
      () => [set('set-2', (one) => ({ ...one, version: 2 })), '--model', 'model'],
      'version',
    ],
    [
      'rows that were changed',
      () => [set('changed', (one) => ({ ...one, hash: 'ab'.repeat(32) })), '--model', 'model'],
      'hash',
    ],
    [
      'a set without rows',
      () => [set('empty', (one) => ({ ...one, rows: { train: 0, heldOut: 0 } })), '--model', 'model'],
      'rows',
    ],
    ['no such model', () => ['set', '--model', 'models/none/at-all'], 'models/none/at-all'],
    ['a model without config', () => ['set', '--model', model('config')], 'config.json'],
    ['a model without tokenizer', () => ['set', '--model', model('tokenizer')], 'tokenizer'],
    ['a model without chat template', () => ['set', '--model', model('template')], 'chat template'],
    ['a model without weights', () => ['set', '--model', model('weights')], 'weights'],
    ['no such GGUF file', () => ['set', '--model', 'none.gguf'], 'none.gguf'],
    ['a GGUF file that is none', () => ['set', '--model', file('text.gguf', 'no weights')], 'text.gguf'],
    ['another place', () => ['set', '--model', 'model', '--on', 'mars'], 'local, files, openai'],
    ['a name that no run may have', () => ['set', '--model', 'model', '--name', 'Run One'], 'Run One'],
    ['a rate that is none', () => ['set', '--model', 'model', '--lr', '-1'], '--lr'],
    ['a device that is none', () => ['set', '--model', 'model', '--device', 'tpu'], 'cuda'],
    ['layers that are none', () => ['set', '--model', 'model', '--layers', 'lower'], 'all, upper'],
  ])('%s', async (_, words, named) => {
    const { code, out, err } = await start(words());
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(named);
    expect(err.split(/[.!?] (?=[A-Z])/).length).toBeLessThanOrEqual(2);
    nothingLeft();
  });

  it('a label that was changed: the row and the proof are named', async () => {
    const made = [
      'tune',
      'data',
      '--agent',
      'economicus',
      '--games',
      'prisoners-dilemma',
      '--rows',
      '24',
      '--held-out',
      '8',
      '--out',
      'ours',
    ];
    expect((await homines(made, { cwd: lab.folder, env: lab.env })).code).toBe(0);
    const rows = join(lab.folder, 'ours', 'rows.jsonl');
    const lines = readFileSync(rows, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('"kind":"choice"') && line.includes('"answerForm":"words"'));
    const row = JSON.parse(lines[at] ?? '');
    lines[at] = JSON.stringify({ ...row, completion: `${row.completion} not` });
    writeFileSync(rows, lines.join('\n'));
    const { code, err } = await start(['ours', '--model', 'model']);
    expect([code, err]).toEqual([2, expect.stringContaining(row.id)]);
    nothingLeft();
  });

  it('a name that is taken, and then nothing is changed of what has it', async () => {
    const taken = join(lab.folder, 'tunes', 'taken');
    mkdirSync(taken, { recursive: true });
    writeFileSync(join(taken, 'mine'), 'x');
    const { code, err } = await start(['set', '--model', 'model', '--name', 'taken']);
    expect([code, err]).toEqual([2, expect.stringContaining('taken')]);
    expect(readdirSync(taken)).toEqual(['mine']);
    rmSync(join(lab.folder, 'tunes'), { recursive: true });
  });

  it('a model that its library refuses: with its sentence', async () => {
    const kept = readFileSync(lab.python, 'utf8');
    writeFileSync(lab.python, '#!/bin/sh\necho "The model speaks no language: take another." >&2\nexit 2\n');
    const { code, err } = await start(['set', '--model', 'model']);
    writeFileSync(lab.python, kept);
    expect([code, err]).toEqual([2, 'The model speaks no language: take another.']);
    nothingLeft();
  });

  it('a run of another version, and one that is cut', async () => {
    const folder = join(lab.folder, 'tunes', 'old');
    mkdirSync(folder, { recursive: true });
    for (const [text, named] of [
      ['{"version":7}', '7'],
      ['{"version":1,"na', 'run.json'],
    ] as const) {
      writeFileSync(join(folder, 'run.json'), text);
      for (const verb of ['watch', 'stop', 'resume']) {
        const { code, err } = await homines(['tune', verb, 'old'], { cwd: lab.folder, env: lab.env });
        expect([code, err], verb).toEqual([2, expect.stringContaining(named)]);
      }
    }
    rmSync(join(lab.folder, 'tunes'), { recursive: true });
    const { code, err } = await homines(['tune', 'watch'], { cwd: lab.folder, env: lab.env });
    expect([code, err]).toEqual([2, expect.stringContaining('tune start')]);
  });
});

it('a package has every file of the trainer, and nothing that Python left there', () => {
  const npm = npmCommand();
  const packed = spawnSync(npm.file, [...npm.args, 'pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files: readonly string[] = z
    .array(z.object({ files: z.array(z.object({ path: z.string() })) }))
    .parse(JSON.parse(packed.stdout))
    .flatMap((one) => one.files.map(({ path }) => path));
  const ours = readdirSync(pythonFile(''), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/trainer/python/${name.replaceAll('\\', '/')}`)
    .filter((name) => !name.includes('__pycache__') && /\.\w+$/.test(name));
  expect(ours).toEqual(expect.arrayContaining(['src/trainer/python/train.py', 'src/trainer/python/training/chat.py']));
  expect(ours.filter((name) => !files.includes(name))).toEqual([]);
  expect(files.filter((name) => name.includes('__pycache__') || name.endsWith('.pyc'))).toEqual([]);
});

describe('without an environment', () => {
  let bare: FakeLab;
  let programs: string;
  beforeAll(() => {
    bare = fakeLab(false);
    fakeModel(join(bare.folder, 'model'));
    fakeSet(join(bare.folder, 'set'));
    programs = join(bare.folder, 'programs');
    mkdirSync(programs);
  });
  afterAll(() => bare.remove());

  /** A Python of this version: `venv` makes a folder with itself in it, `pip` does as it is told. */
  function python(name: string, version: string, { venv = true, pip = 'exit 0' } = {}): string {
    const file = join(programs, name);
    const text = [
      '#!/bin/sh',
      'while [ "${1#-[Esu]}" != "$1" ] && [ ${#1} = 2 ] && [ "$1" != -c ] && [ "$1" != -m ]; do shift; done',
      `if [ "$1" = -c ]; then echo ${version}; ${venv ? 'echo venv; ' : ''}exit 0; fi`,
      'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; exit 0; fi',
      `if [ "$2" = pip ]; then touch "$TMPDIR/something"; ${pip}; fi`,
      `exec '${process.execPath}' '${join(import.meta.dirname, 'fake-trainer.ts')}' "$@"`,
    ].join('\n');
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  }
  /** Neither uv nor another Python is found: what the scripts above call is. */
  const env = (PYTHON: string) => ({ ...bare.env, PYTHON, PATH: '/nowhere:/bin' });
  const begun = async (PYTHON: string, words: readonly string[] = ['--yes']) => {
    const typed = ['tune', 'start', 'set', '--model', 'model', ...words];
    const { code, out, err } = await hominesApart(typed, { cwd: bare.folder, env: env(PYTHON) });
    return { code, out, err: err.replace(/\s+/g, ' ').trim() };
  };
  /** What lies in the cache; a lock that is free is none. */
  const cached = (): readonly string[] => {
    const place = join(bare.cache, 'homines');
    const isFree = (one: string): boolean =>
      one.includes('being-made') && readFileSync(join(place, one), 'utf8').startsWith('free');
    return existsSync(place) ? readdirSync(place).filter((one) => !isFree(one)) : [];
  };
  const untouched = (): void => {
    expect(existsSync(join(bare.folder, 'tunes'))).toBe(false);
    expect(cached()).toEqual([]);
  };

  it.each<[string, () => string, RegExp]>([
    ['no Python', () => join(programs, 'none'), /Python 3\.11 or newer is needed/],
    ['an old one', () => python('old', '3.9.2'), /is 3\.9\.2/],
    ['one without venv', () => python('bare', '3.12.1', { venv: false }), /python3-venv/],
  ])('%s: said before anything is written', async (_, which, said) => {
    const { code, err } = await begun(which());
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
    untouched();
  });

  it('nobody is there to be asked: --yes is named, with gigabytes and minutes', async () => {
    const { code, err } = await begun(python('good', '3.12.1'), []);
    expect([code, err]).toEqual([2, expect.stringMatching(/GB to fetch.*minutes.*--yes/)]);
    untouched();
  });

  it.each([
    ['no network', 'NewConnectionError: after connection broken', /internet/],
    ['a full disk', 'OSError: [Errno 28] No space left on device', /disk is full/],
    ['no package for this Python', 'ERROR: No matching distribution found for torch', /3\.12\.1/],
    ['anything else', 'ERROR: the moon is wrong.', /the moon is wrong/],
  ])('%s while packages are fetched: one sentence, and no half environment', async (_, says, said) => {
    const { code, err } = await begun(python('failing', '3.12.1', { pip: `echo '${says}' >&2; exit 1` }));
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
    untouched();
  });

  it('Ctrl-C while packages are fetched leaves no half environment, and no process', async () => {
    const mark = `${1_000_000 + process.pid}`;
    const PYTHON = python('slow', '3.12.1', { pip: `exec /bin/sleep ${mark}` });
    const child = begin(['tune', 'start', 'set', '--model', 'model', '--yes'], { cwd: bare.folder, env: env(PYTHON) });
    for (let i = 0; i < 600 && !sleeping(mark); i++) await new Promise((done) => setTimeout(done, 50));
    expect(sleeping(mark)).toBe(true);
    child.kill('SIGINT');
    await new Promise((done) => child.once('close', done));
    expect(child.signalCode ?? child.exitCode).not.toBe(0);
    expect(sleeping(mark)).toBe(false);
    untouched();
  });

  it('two at once make it once, and both train', async () => {
    const log = join(bare.folder, 'pip-was-called');
    const PYTHON = python('counting', '3.12.1', { pip: `echo called >> '${log}'; /bin/sleep 1; exit 0` });
    const name = (n: number): readonly string[] => ['--yes', '--on', 'files', '--name', `at-once-${n}`];
    const both = await Promise.all([begun(PYTHON, name(1)), begun(PYTHON, name(2))]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('called\n');
    expect(cached().filter((one) => one.includes('being-made'))).toEqual([]);
    expect(readdirSync(join(bare.folder, 'tunes')).toSorted()).toEqual(['at-once-1', 'at-once-2']);
  });
});

/** Whether a process sleeps for so many seconds: a number that only one test asks for. */
const sleeping = (seconds: string): boolean =>
  readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') === `/bin/sleep\0${seconds}\0`;
    } catch {
      return false;
    }
  });
