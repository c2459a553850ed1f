/** A job at a provider, watched in a real terminal, left there, listed with those that were started elsewhere, and cancelled. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runState } from '../src/trainer/state.ts';
import { trusted } from './config-folder.ts';
import { homines } from './program.ts';
import { open } from './terminal.ts';
import { keyOf } from './tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from './tuning-server/index.ts';

const MODEL = 'gpt-4.1-nano-2025-04-14';
const ENV = { OPENAI_API_KEY: keyOf('openai') };
/** Milliseconds: on a machine that trains elsewhere a program takes its time to begin. */
const SLOW = 60_000;

let lab: string;
let server: TuningServer;
beforeAll(async () => {
  // A step takes a second: nobody who looks comes too late.
  server = await startTuningServer({ pace: { checkMs: 100, waitMs: 100, stepMs: 1000 } });
  lab = mkdtempSync(join(tmpdir(), 'homines-provider-'));
  const providers = { openai: { address: server.address('openai'), key: 'OPENAI_API_KEY' } };
  writeFileSync(join(lab, 'homines.config.json'), JSON.stringify({ providers }));
  trusted({ providers });
  const words = ['--games', 'prisoners-dilemma,trust', '--rows', '60', '--held-out', '12', '--out', 'set'];
  const { code, err } = await homines(['tune', 'data', '--agent', 'economicus', ...words], { cwd: lab });
  if (code !== 0) throw new Error(err);
});
afterAll(async () => {
  await server.stop();
  rmSync(lab, { recursive: true, force: true });
});

const START = ['tune', 'start', 'set', '--on', 'openai', '--model', MODEL, '--price', '1'] as const;
const begun = (words: readonly string[], env: Readonly<Record<string, string>> = ENV) =>
  homines([...START, ...words], { cwd: lab, env });
const started = (name: string, ...more: readonly string[]) => begun(['--name', name, '--yes', '--detach', ...more]);
const tune = (...words: readonly string[]) => homines(['tune', ...words], { cwd: lab, env: ENV });
const widest = (screen: string): number => Math.max(...screen.split('\n').map((line) => line.length));

describe('watch', () => {
  it.each([
    [60, 20],
    [80, 24],
  ])('at %i by %i: the state in the word of the provider, steps, what is paid, how to leave', async (cols, rows) => {
    const name = `seen-${cols}`;
    expect((await started(name)).code).toBe(0);
    await using terminal = open({ args: ['tune', 'watch', name], cwd: lab, env: ENV, cols, rows });
    const screen = await terminal.waitFor(
      (now) => /running at OpenAI, step \d+ of 60/.test(now.replace(/\s+/g, ' ')),
      SLOW,
    );
    expect(screen).toContain(name);
    expect(screen).toMatch(/paid/);
    expect(screen).toMatch(/loss/);
    expect(screen).toMatch(/q leave/);
    expect(screen.split('\n')).toHaveLength(rows);
    expect(widest(screen)).toBeLessThanOrEqual(cols);
    terminal.press('q');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.screen().replace(/\s+/g, ' ')).toContain(`homines tune stop ${name}`);
    expect(runState(join(lab, 'tunes', name)).kind).toBe('ordered');
  });
});

describe('start', () => {
  it('asked and agreed to on a terminal, the screen that follows has the keyboard', async () => {
    const args = [...START, '--name', 'agreed', '--epochs', '3'];
    await using terminal = open({ args, cwd: lab, env: ENV, cols: 80, rows: 24 });
    const asked = await terminal.waitFor((now) => /y\/N/.test(now), SLOW);
    terminal.press('y\r');
    // The same rows on the same model were tuned by another test before: that is asked first.
    if (/once more/.test(asked.replace(/\s+/g, ' '))) {
      await terminal.waitFor((now) => /begin\? y\/N/.test(now), SLOW);
      terminal.press('y\r');
    }
    await terminal.waitFor((now) => now.includes('q leave'), SLOW);
    terminal.press('\x03');
    expect((await terminal.exit).code).toBe(0);
    expect(runState(join(lab, 'tunes', 'agreed')).kind).toBe('ordered');
  });
});

describe('beside the screen', () => {
  it('stop cancels the job, and the run does not go on', async () => {
    expect((await started('gone')).code).toBe(0);
    expect((await tune('stop', 'gone')).code).toBe(2);
    expect((await tune('stop', 'gone', '--yes')).code).toBe(0);
    expect(runState(join(lab, 'tunes', 'gone')).kind).toBe('cancelled');
    const jobs = server.world.at('openai').jobs;
    expect(jobs.all.filter((job) => jobs.now(job).state === 'cancelled')).toHaveLength(1);
    expect((await tune('resume', 'gone')).code).toBe(2);
    expect((await tune('stop', 'gone', '--yes')).code).toBe(2);
  });

  it('list shows jobs that were started elsewhere, and asks nobody where that is not wanted', async () => {
    const place = server.world.at('openai');
    const other = mkdtempSync(join(tmpdir(), 'homines-elsewhere-'));
    try {
      for (const name of ['set', 'homines.config.json'])
        cpSync(join(lab, name), join(other, name), { recursive: true });
      const { code, out } = await homines(['tune', 'list', '--json'], { cwd: other, env: ENV });
      const { jobs, silent } = JSON.parse(out);
      expect([code, jobs.length, silent]).toEqual([0, place.jobs.all.length, []]);
      expect(jobs.every(({ run }: { run: string | null }) => run === null)).toBe(true);
      const before = place.accounts.log.length;
      expect(
        JSON.parse((await homines(['tune', 'list', '--json', '--here'], { cwd: other, env: ENV })).out).jobs,
      ).toEqual([]);
      expect(place.accounts.log.length).toBe(before);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
    expect(JSON.parse((await tune('list', '--json')).out).jobs.map(({ run }: { run: string | null }) => run)).toContain(
      'gone',
    );
  });

  it('list waits five seconds for a provider that says nothing, and tells so', async () => {
    server.world.at('openai').faults.add({ call: 'jobs', how: 'silent', times: 1 });
    const { code, err } = await tune('list');
    expect([code, err]).toEqual([0, expect.stringContaining('OpenAI')]);
  });

  it.each<[string, readonly string[], string]>([
    ['an option of a training here', ['--steps', '5'], '--steps'],
    ['layers, which are of a training here', ['--layers', 'upper'], '--layers'],
    ['an option that this provider does not take', ['--rank', '8'], '--rank'],
    ['a cap below the price', ['--max-cost', '0.000001'], '--max-cost'],
  ])('start refuses %s, and nothing is sent', async (_, words, named) => {
    const place = server.world.at('openai');
    const files = place.files.all.length;
    const { code, err } = await started('refused', ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(named)]);
    expect([
      place.files.all.length,
      place.jobs.all.some(({ order }) => JSON.stringify(order).includes('refused')),
    ]).toEqual([files, false]);
  });

  it('start without a word to agree with sends nothing', async () => {
    const files = server.world.at('openai').files.all.length;
    const { code, err } = await begun(['--name', 'unasked']);
    expect([code, err]).toEqual([2, expect.stringContaining('--yes')]);
    expect(server.world.at('openai').files.all).toHaveLength(files);
  });

  it('a key that may not tune, and a key that is not there', async () => {
    const words = ['--name', 'keyless', '--yes'];
    const none = await begun(words, {});
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('OPENAI_API_KEY')]);
    const asks = await begun(words, { OPENAI_API_KEY: keyOf('openai', 'ask') });
    expect(asks.code).toBe(2);
    expect(asks.err).not.toContain(keyOf('openai', 'ask'));
  });

  it('the same rows on the same model are not paid twice by --yes alone', async () => {
    const jobs = server.world.at('openai').jobs.all.length;
    expect((await begun(['--yes', '--detach'])).code).toBe(2);
    expect(server.world.at('openai').jobs.all).toHaveLength(jobs);
  });

  it('an address that has changed since: the run goes on nowhere else', async () => {
    const file = join(lab, 'homines.config.json');
    const providers = { openai: { address: 'http://127.0.0.1:9/v1', key: 'OPENAI_API_KEY' } };
    writeFileSync(file, JSON.stringify({ providers }));
    trusted({ providers });
    const { code, err } = await tune('watch', 'seen-80');
    expect([code, err]).toEqual([2, expect.stringContaining('127.0.0.1:9')]);
  });
});
