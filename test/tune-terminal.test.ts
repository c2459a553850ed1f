/** A training watched in a real terminal, at three sizes: drawn from what is written, left running, resized, without colour. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runState } from '../src/trainer/state.ts';
import { startTrainer, stopTrainer } from '../src/trainer/trainer-process.ts';
import { type FakeLab, fakeLab, fakeModel, fakeSet } from './fake-python.ts';
import { homines } from './program.ts';
import { open, type Opening } from './terminal.ts';

let lab: FakeLab;
let made = 0;

beforeAll(() => {
  lab = fakeLab();
  fakeModel(join(lab.folder, 'model'));
  fakeSet(join(lab.folder, 'set'));
});
afterAll(() => lab.remove());

async function training(how: object): Promise<{ readonly name: string; readonly folder: string }> {
  const name = `seen-${(made += 1)}`;
  const typed = ['tune', 'start', 'set', '--on', 'files', '--model', 'model', '--name', name];
  expect((await homines(typed, { cwd: lab.folder, env: lab.env })).code).toBe(0);
  const folder = join(lab.folder, 'tunes', name);
  process.env['FAKE'] = JSON.stringify(how);
  await startTrainer(folder, lab.python);
  delete process.env['FAKE'];
  return { name, folder };
}

const watching = (name: string, opening: Opening = {}) =>
  open({ ...opening, args: ['tune', 'watch', name], cwd: lab.folder, env: { ...lab.env, ...opening.env } });

/** Milliseconds: on a machine that trains elsewhere a program takes its time to begin. */
const SLOW = 60_000;

/** Every row as wide as it is, and nothing wider than the window. */
const widest = (screen: string): number => Math.max(...screen.split('\n').map((line) => line.length));

describe('watch', () => {
  it.each([
    [60, 20],
    [80, 24],
    [120, 40],
  ])('at %i by %i: step, agreement with the base, the loss, a proof, how to leave', async (cols, rows) => {
    const { name, folder } = await training({ steps: 100_000, ms: 50 });
    await using terminal = watching(name, { cols, rows });
    const screen = await terminal.waitFor(
      (now) => /step \d+ of 100000/.test(now) && /held-out +\d+ of 40 \(base 17 of 40\)/.test(now),
      SLOW,
    );
    expect(screen).toContain(name);
    expect(screen).toContain('mask');
    expect(screen).toMatch(/q leave/);
    expect(screen).toMatch(/loss/);
    // The base's line at its own height.
    expect(screen).toMatch(/0\.4\d? ?[│|].*base/);
    expect(widest(screen)).toBeLessThanOrEqual(cols);
    terminal.press('q');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.screen().replace(/\s+/g, ' ')).toContain(`homines tune stop ${name}`);
    expect(runState(folder).kind).toBe('running');
    expect((await stopTrainer(folder, 60_000)).kind).toBe('stopped');
  });

  it('Ctrl-C leaves the training running, and a smaller window is drawn anew', async () => {
    const { name, folder } = await training({ steps: 100_000, ms: 50 });
    await using terminal = watching(name, { cols: 120, rows: 40 });
    await terminal.waitFor(/step \d+ of 100000/, SLOW);
    terminal.resize(60, 20);
    const small = await terminal.waitFor(
      (now) => widest(now) <= 60 && /step \d+ of/.test(now) && /base/.test(now),
      SLOW,
    );
    expect(small.split('\n').length).toBe(20);
    terminal.press('ctrl-c');
    expect((await terminal.exit).code).toBe(0);
    expect(runState(folder).kind).toBe('running');
    await stopTrainer(folder, 60_000);
  });

  it('tells what came out, and the next command; without colours where none are wanted', async () => {
    const { name } = await training({ steps: 6, ms: 30, smaller: true });
    await using terminal = watching(name, { env: { NO_COLOR: '1' } });
    const screen = await terminal.waitFor(/finished/, SLOW);
    expect(screen.replace(/\s+/g, ' ')).toContain(`homines tune serve ${name}`);
    expect(screen).toContain('4 rows at once');
    expect(
      terminal
        .cells()
        .flat()
        .every(({ foreground, background }) => foreground === null && background === null),
    ).toBe(true);
    terminal.press('q');
    expect((await terminal.exit).code).toBe(0);
  });

  it('of one that broke off says how to go on, with exit code 1', async () => {
    const { name } = await training({ dies: 5 });
    await using terminal = watching(name);
    const screen = await terminal.waitFor(/broke off/, SLOW);
    expect(screen.replace(/\s+/g, ' ')).toContain(`homines tune resume ${name}`);
    terminal.press('q');
    expect((await terminal.exit).code).toBe(1);
  });

  it('a closed window leaves the training running', async () => {
    const { name, folder } = await training({ steps: 100_000, ms: 50 });
    const terminal = watching(name);
    await terminal.waitFor(/step \d+ of/, SLOW);
    terminal.close();
    await terminal.exit;
    expect(runState(folder).kind).toBe('running');
    expect((await stopTrainer(folder, 60_000)).kind).toBe('stopped');
  });

  it('is asked to stop by a file where no signal can ask, and leaves a checkpoint', async () => {
    const { folder } = await training({ steps: 100_000, ms: 50 });
    const state = await stopTrainer(folder, 10_000, () => undefined, 'win32');
    expect(state).toMatchObject({ kind: 'stopped' });
    expect(readdirSync(join(folder, 'checkpoints'))).toContain(String(state.kind === 'stopped' ? state.step : -1));
    expect(existsSync(join(folder, 'stop.asked'))).toBe(false);
  });
});
