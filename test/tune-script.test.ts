/** A list of commands of `tune`: what is done is known by its folders, and whoever stopped goes on where it was. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { doseSteps } from '../src/commands/tune/dose.ts';
import { readDoses } from '../src/commands/tune/doses.ts';
import { stepsOf } from '../src/commands/tune/replicate.ts';
import { onceStep, runScript, runStep, type ScriptStep, setStep } from '../src/commands/tune/script.ts';
import type { TuningEvent, TuningRun } from '../src/tune/run-folder.ts';

let lab: string;
beforeEach(() => void (lab = mkdtempSync(join(tmpdir(), 'homines-script-'))));
afterEach(() => rmSync(lab, { recursive: true, force: true }));

const run = (name: string, base = 'small'): TuningRun => ({
  ...{ version: 1, name, createdAt: 1, homines: '0.1.0' },
  base: { given: base, kind: 'folder', path: `/models/${base}`, name: 'small' },
  data: { hash: 'a', agent: 'economicus', control: false, labels: 'ours', train: 8, heldOut: 4 },
  options: {
    ...{ epochs: 1, lr: 0.001, rank: 16, layers: 'all', batch: 8, steps: null, seed: 1, maxLength: null },
    ...{ looks: 2, asked: 4, patience: null, thinking: false, device: 'cpu' },
  },
});

function runThere(name: string, events: readonly TuningEvent[], base?: string): void {
  const folder = join(lab, 'tunes', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run(name, base)));
  writeFileSync(join(folder, 'events.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

const started = { kind: 'started', at: 1, pid: 2 ** 22 + 1, device: 'cpu', resumedAt: 0 } as const;
const finished = { kind: 'finished', at: 2, step: 4, digest: 'd', seconds: 3 } as const;
const step = (): ScriptStep => runStep(lab, 'one', 'sets/one', 'small', ['--epochs', '2']);

it('begins a run that is not there, and goes on with one that was stopped, died or was never begun', () => {
  expect(step().next()).toEqual('tune start sets/one --model small --name one --epochs 2'.split(' '));
  const resume = ['tune', 'resume', 'one'];
  runThere('one', []);
  expect(step().next()).toEqual(resume);
  runThere('one', [started]);
  expect(step().next()).toEqual(resume);
  runThere('one', [started, { kind: 'stopped', at: 2, step: 1, why: 'asked' }]);
  expect(step().next()).toEqual(resume);
  runThere('one', [started, finished]);
  expect(step().next()).toBeNull();
});

it('refuses a run of the same name that is trained from another model', () => {
  runThere('one', [started, finished], 'large');
  expect(() => step().next()).toThrow(/large.*small.*--name/);
});

it('makes a set once', () => {
  const folder = join(lab, 'set');
  const made = setStep(folder, ['--agent', 'economicus']);
  expect(made.next()).toEqual(['tune', 'data', '--agent', 'economicus', '--out', folder]);
  mkdirSync(folder);
  expect(made.next()).not.toBeNull();
  writeFileSync(join(folder, 'set.json'), '{}');
  expect(made.next()).toBeNull();
});

it('begins nothing after a command that ended otherwise, or that somebody stopped', async () => {
  const ran: string[] = [];
  const steps = ['a', 'b', 'c'].map((word) => onceStep([word]));
  const ends = async (words: readonly string[]) => {
    ran.push(words.join(' '));
    return { code: words[0] === 'b' ? 3 : 0, stopped: false };
  };
  expect(await runScript(steps, ['again'], ends)).toBe(3);
  expect(ran).toEqual(['a', 'b']);
  expect(await runScript([onceStep(['d'])], ['again'], async () => ({ code: 0, stopped: true }))).toBe(130);
});

it('does not go round where a command ended well and made nothing', async () => {
  let ran = 0;
  const never: ScriptStep = { next: () => ['tune', 'data'] };
  await expect(
    runScript([never], ['again'], async () => {
      ran += 1;
      return { code: 0, stopped: false };
    }),
  ).rejects.toThrow(/not there/);
  expect(ran).toBe(1);
});

it('goes on where a step needs two commands', async () => {
  const ran: string[] = [];
  const code = await runScript([step()], ['again'], async (words) => {
    ran.push(words[1]!);
    runThere('one', words[1] === 'start' ? [started] : [started, finished]);
    return { code: 0, stopped: false };
  });
  expect([code, ran]).toEqual([0, ['start', 'resume']]);
});

it('replicates with sets first, then runs, then the figure of both types beside the control, then their reports', () => {
  const steps = stepsOf({ lab, name: 'r', model: 'small', data: ['--rows', '8'], start: [], db: undefined });
  expect(steps.map((one) => one.next()?.slice(0, 3).join(' '))).toEqual([
    'tune data --agent',
    'tune data --agent',
    'tune data --agent',
    'tune start sets/r-economicus',
    'tune start sets/r-kantian',
    'tune start sets/r-control',
    'tune dose r-economicus',
    'tune report r-economicus',
    'tune report r-kantian',
  ]);
});

it('reads doses in order, each once, and refuses what is no κ', () => {
  expect(readDoses('1, .5,0,0.5')).toEqual([0, 0.5, 1]);
  for (const typed of ['', '2', 'a,1', '-1', '0,,1']) expect(() => readDoses(typed)).toThrow(/--kappa/);
});

it('trains doses in bare words on a processor, and with soft labels on a card or where they are asked for', () => {
  const made = (card: boolean, flags = {}) =>
    doseSteps({ lab, runs: ['d-0'], doses: [0], model: 'small', games: ['prisoners-dilemma'], flags, card })[0]!
      .next()!
      .join(' ');
  expect(made(false)).toContain('--rows 640 --reasons 0 --decisions 0 --disclosed 0');
  expect(made(false)).not.toContain('--lambda');
  for (const soft of [made(true), made(false, { lambda: 8 })]) expect(soft).toContain('--rows 200 --lambda 8');
});
