/** A run of training from its beginning to its end, whatever ends it: by a program that stands in for the trainer, in processes. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runState, stateOf, type RunState } from '../src/trainer/state.ts';
import { pythonFile } from '../src/trainer/python-files.ts';
import { startTrainer, stopTrainer } from '../src/trainer/trainer-process.ts';
import { trains } from '../src/trainer/running-program.ts';
import { readEvents } from '../src/tune/run-read.ts';
import { eventReader } from '../src/tune/run-events.ts';
import { trainingProgress } from '../src/tune/training-progress.ts';
import { type FakeLab, fakeLab, fakeModel, fakeSet } from './fake-python.ts';
import { begin, homines, hominesApart } from './program.ts';

let lab: FakeLab;
let made = 0;

beforeAll(() => {
  lab = fakeLab();
  fakeModel(join(lab.folder, 'model'));
  fakeSet(join(lab.folder, 'set'));
});
afterAll(() => lab.remove());
afterEach(async () => {
  delete process.env['FAKE'];
  for (const name of existsSync(join(lab.folder, 'tunes')) ? readdirSync(join(lab.folder, 'tunes')) : [])
    for (const event of readEvents(join(lab.folder, 'tunes', name)))
      if (event.kind === 'begun' && trains(event.pid, join(lab.folder, 'tunes', name)))
        process.kill(event.pid, 'SIGKILL');
});

/** A run that was prepared and not begun. */
async function prepared(): Promise<{ readonly name: string; readonly folder: string }> {
  const name = `run-${(made += 1)}`;
  const typed = ['tune', 'start', 'set', '--on', 'files', '--model', 'model', '--name', name];
  const { code, err } = await homines(typed, { cwd: lab.folder, env: lab.env });
  expect([code, err]).toEqual([0, expect.stringContaining(name)]);
  return { name, folder: join(lab.folder, 'tunes', name) };
}

type How = {
  steps?: number;
  ms?: number;
  hold?: number;
  leaves?: string;
  fails?: number;
  dies?: number;
  refuses?: boolean;
};

function begun(folder: string, how: How): Promise<number> {
  process.env['FAKE'] = JSON.stringify(how);
  return startTrainer(folder, lab.python);
}

async function until<T>(what: () => T | null | false, ms = 60_000): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) {
    const found = what();
    if (found !== null && found !== false) return found;
  }
  throw new Error('waited in vain');
}

const over = (folder: string): Promise<RunState> =>
  until(() => {
    const state = runState(folder);
    return state.kind === 'running' ? null : state;
  });
const held = (folder: string): Promise<true> => until(() => existsSync(join(folder, 'held')));
/** Its output on one line: words are broken where the line ends. */
const homines_ = async (args: readonly string[]) => {
  const { code, out, err } = await homines(args, {
    cwd: lab.folder,
    env: { ...lab.env, FAKE: process.env['FAKE'] ?? '{}' },
  });
  return { code, out: out.replace(/\s+/g, ' '), err: err.replace(/\s+/g, ' ') };
};

describe('a run', () => {
  it('is prepared, trains, and is finished; its folder holds all that trains it', async () => {
    const { folder } = await prepared();
    expect(runState(folder)).toEqual({ kind: 'prepared' });
    for (const file of [
      'run.json',
      'train.py',
      'run.sh',
      'requirements.txt',
      'axolotl.yaml',
      'data/set.json',
      'data/trl/train.jsonl',
    ])
      expect(existsSync(join(folder, file)), file).toBe(true);
    expect(existsSync(join(folder, 'serve.py'))).toBe(false);
    const pid = await begun(folder, { ms: 100 });
    expect(runState(folder)).toEqual({ kind: 'running', pid });
    expect(await over(folder)).toEqual({ kind: 'finished', step: 8, digest: 'ab'.repeat(32), seconds: 61 });
    const { steps, of, looks, checkpoint } = trainingProgress(readEvents(folder));
    expect([steps.length, of, looks.length, checkpoint]).toEqual([8, 8, 5, 8]);
    // The program of this homines: the copy in the folder may be a stranger's.
    expect(readFileSync(join(folder, 'trainer.log'), 'utf8').split('\n').slice(0, 2)).toEqual([
      pythonFile('train.py'),
      'a line of the trainer',
    ]);
  });

  it('goes on when whoever began it is killed, with its whole group, and when its terminal goes', async () => {
    const { folder, name } = await prepared();
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'cli.ts'), 'tune', 'resume', name], {
      cwd: lab.folder,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...lab.env, FAKE: JSON.stringify({ steps: 20, ms: 100 }) },
    });
    const state = await until(() => {
      const now = runState(folder);
      return now.kind === 'running' && trainingProgress(readEvents(folder)).steps.length > 0 ? now : null;
    });
    process.kill(-(child.pid ?? 0), 'SIGHUP');
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    process.kill(state.pid, 'SIGHUP');
    const steps = trainingProgress(readEvents(folder)).steps.length;
    await until(() => trainingProgress(readEvents(folder)).steps.length > steps);
    expect((await over(folder)).kind).toBe('finished');
  });
});

describe('killed at any moment it is known to be dead, and goes on from its last checkpoint', () => {
  it.each([
    ['before it says anything', { hold: -1 }, 0],
    ['when it has said who it is', { hold: 0 }, 0],
    ['before the first step', { hold: 1 }, 0],
    ['between a step and its checkpoint', { hold: 4 }, 2],
    ['in the middle of a line', { hold: 4, leaves: 'torn' }, 2],
    ['behind a line of a kind that nobody knows', { hold: 5, leaves: 'unknown' }, 4],
    ['behind rubbish', { hold: 5, leaves: 'garbage' }, 4],
  ])('%s', async (_, how, from) => {
    const { folder, name } = await prepared();
    const pid = await begun(folder, how);
    await held(folder);
    expect(runState(folder)).toEqual({ kind: 'running', pid });
    process.kill(pid, 'SIGKILL');
    const died = await over(folder);
    expect(died).toEqual({ kind: 'died', step: Math.max(0, (how.hold ?? 0) - 1), said: 'a line of the trainer' });
    process.env['FAKE'] = '{}';
    const { code, out } = await homines_(['tune', 'resume', name]);
    expect([code, out]).toEqual([0, expect.stringContaining('finished')]);
    const events = readEvents(folder);
    expect(events.findLast(({ kind }) => kind === 'started')).toMatchObject({ resumedAt: from });
    expect(trainingProgress(events).steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('what ends it', () => {
  it('stop: a checkpoint, and a resume that goes on there; what runs or has finished is not resumed', async () => {
    const { folder, name } = await prepared();
    const pid = await begun(folder, { steps: 1000, ms: 100 });
    await until(() => trainingProgress(readEvents(folder)).steps.length >= 3);
    const again = await homines_(['tune', 'resume', name]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining(String(pid))]);
    const stopped = await homines_(['tune', 'stop', name, '--json']);
    expect(stopped.code).toBe(0);
    const { state } = JSON.parse(stopped.out);
    expect(state.kind).toBe('stopped');
    expect(state.step).toBeGreaterThanOrEqual(3);
    expect(trains(pid, folder)).toBe(false);
    const twice = await homines_(['tune', 'stop', name]);
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining(name)]);
    process.env['FAKE'] = JSON.stringify({ steps: 30, ms: 1 });
    const went = await homines_(['tune', 'resume', name, '--json']);
    expect(went.code).toBe(0);
    expect(JSON.parse(went.out).state.kind).toBe('finished');
    expect(readEvents(folder).findLast(({ kind }) => kind === 'started')).toMatchObject({ resumedAt: state.step });
    expect((await homines_(['tune', 'resume', name])).code).toBe(2);
  });

  it('a fault of its own: its sentence is told, exit code 1', async () => {
    const { name } = await prepared();
    process.env['FAKE'] = JSON.stringify({ fails: 3 });
    const { code, out } = await homines_(['tune', 'resume', name]);
    expect([code, out]).toEqual([1, expect.stringContaining('The disk is full: make room and resume the run.')]);
  });

  it('nothing that it says: its last line is told', async () => {
    const { name, folder } = await prepared();
    process.env['FAKE'] = JSON.stringify({ dies: 3 });
    const { code, out } = await homines_(['tune', 'resume', name]);
    expect([code, out]).toEqual([1, expect.stringContaining('a line of the trainer')]);
    expect(runState(folder)).toEqual({ kind: 'died', step: 2, said: 'a line of the trainer' });
  });

  it('a proof: it was not trained, and is not resumed', async () => {
    const { name, folder } = await prepared();
    process.env['FAKE'] = JSON.stringify({ refuses: true });
    const { code, out } = await homines_(['tune', 'resume', name]);
    expect([code, out]).toEqual([1, expect.stringContaining('row t00003')]);
    expect(runState(folder).kind).toBe('refused');
    expect((await homines_(['tune', 'resume', name])).code).toBe(2);
  });
});

describe('whose process it is', () => {
  it('a number that another program has by now is not the trainer, and is not stopped', async () => {
    const { folder, name } = await prepared();
    const pid = await begun(folder, { hold: 3 });
    await held(folder);
    process.kill(pid, 'SIGKILL');
    await over(folder);
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e8)', 'train.py'], { stdio: 'ignore' });
    try {
      const { host } = readEvents(folder).find((event) => event.kind === 'begun')!;
      appendFileSync(
        join(folder, 'events.jsonl'),
        `${JSON.stringify({ kind: 'begun', at: 1, pid: stranger.pid, host })}\n`,
      );
      expect(runState(folder).kind).toBe('died');
      expect((await stopTrainer(folder, 1000)).kind).toBe('died');
      expect((await homines_(['tune', 'stop', name])).code).toBe(2);
      expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('the trainer of one run is not that of another', async () => {
    const [one, other] = [await prepared(), await prepared()];
    const pid = await begun(one.folder, { hold: 3 });
    await held(one.folder);
    expect([trains(pid, one.folder), trains(pid, other.folder)]).toEqual([true, false]);
    process.kill(pid, 'SIGKILL');
  });

  it('of two who begin it at once one does', async () => {
    const { folder } = await prepared();
    const both = await Promise.allSettled([begun(folder, { ms: 100 }), begun(folder, { ms: 100 })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await over(folder)).kind).toBe('finished');
    expect(readEvents(folder).filter(({ kind }) => kind === 'started').length).toBe(1);
  });

  it('on another computer it is told to be there', () => {
    const events = [{ kind: 'begun', at: 1, pid: 1, host: 'a-computer-elsewhere' } as const];
    expect(stateOf('/nowhere', events)).toEqual({ kind: 'elsewhere', host: 'a-computer-elsewhere' });
  });

  it('one that has said its last word and has not ended is waited for', async () => {
    const { folder } = await prepared();
    writeFileSync(join(folder, 'linger'), '1500');
    await begun(folder, { steps: 2 });
    await until(() => runState(folder).kind === 'finished');
    // As if its last word had been that it was stopped.
    appendFileSync(join(folder, 'events.jsonl'), '{"kind":"stopped","at":1,"step":2,"why":"asked"}\n');
    const since = Date.now();
    await begun(folder, { steps: 4 });
    expect(Date.now() - since).toBeGreaterThan(300);
    expect((await over(folder)).kind).toBe('finished');
  });
});

describe('events', () => {
  it('are read as they come: a line without its end waits, one that is too long is passed over', async () => {
    const { folder } = await prepared();
    const file = join(folder, 'events.jsonl');
    const reader = eventReader(folder);
    expect(reader.more().map(({ kind }) => kind)).toEqual(['proof']);
    appendFileSync(file, '{"kind":"checkpoint","at":1,"st');
    expect(reader.more()).toEqual([]);
    appendFileSync(file, 'ep":7}\n');
    expect(reader.more()).toEqual([{ kind: 'checkpoint', at: 1, step: 7 }]);
    appendFileSync(
      file,
      `{"kind":"doing","at":1,"what":"${'x'.repeat(3_000_000)}"}\n{"kind":"checkpoint","at":1,"step":8}\n`,
    );
    expect(reader.more()).toEqual([{ kind: 'checkpoint', at: 1, step: 8 }]);
    writeFileSync(file, '{"kind":"checkpoint","at":1,"step":9}\n');
    expect(reader.more()).toEqual([{ kind: 'checkpoint', at: 1, step: 9 }]);
  });
});

describe('in a pipe', () => {
  it('watch tells how far it is, and a signal leaves the training running', async () => {
    const { folder, name } = await prepared();
    const pid = await begun(folder, { steps: 100_000, ms: 100 });
    const child = begin(['tune', 'watch', name], { cwd: lab.folder, env: lab.env });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    await until(() => trainingProgress(readEvents(folder)).steps.length > 0 && /step \d+ of 100000|begins/.test(err));
    child.kill('SIGINT');
    const code = await new Promise((done) => child.once('close', done));
    expect(code).toBe(130);
    expect(err).toContain(`tune stop ${name}`);
    expect(runState(folder)).toEqual({ kind: 'running', pid });
    expect((await stopTrainer(folder, 60_000)).kind).toBe('stopped');
  });

  it('start trains to the end and gives one JSON document', async () => {
    const typed = [
      'tune',
      'start',
      'set',
      '--model',
      'model',
      '--name',
      'whole',
      '--json',
      '--epochs',
      '0.5',
      '--rank',
      '4',
    ];
    const { code, out } = await hominesApart(typed, { cwd: lab.folder, env: { ...lab.env, FAKE: '{}' } });
    expect([code, out]).toEqual([0, expect.stringContaining('finished')]);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ name: 'whole', state: { kind: 'finished' }, of: 8, checkpoint: 8 });
    expect(document.run.options).toMatchObject({ epochs: 0.5, rank: 4, batch: 1 });
  });
});
