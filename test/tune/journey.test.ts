/**
 * The whole path as it is typed, with the tiny model really trained: a set, a run that is interrupted and goes on, a server,
 * seats, matches. And what is found of models that went wrong on the way: one server has a tuned model, the same run
 * with an adapter of zeros, and the same run with another template.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { prove } from '../../src/commands/tune/prove.ts';
import { freePort } from '../../src/trainer/serving.ts';
import type { Proof } from '../../src/tune/proof.ts';
import { proofsIn, readEvents, readRun } from '../../src/tune/run-read.ts';
import { hashOfRows } from '../../src/tune/set-written.ts';
import { begin, hominesApart } from '../program.ts';
import { eventsOf } from './tiny-run.ts';
import { python } from './warm-python.ts';

let lab = '';
const tiny = (): string => join(inject('models'), 'tiny');
const at = (...parts: readonly string[]): string => join(lab, ...parts);
const run = (name: string): string => at('tunes', name);
/** Alone in a process, as it is typed. What it says is given back as one line. */
const homines = async (...args: readonly string[]) => {
  const { code, out, err } = await hominesApart(args, { cwd: lab });
  return { code, out, said: `${out}\n${err}`.replace(/\s+/g, ' ') };
};
const tune = (...args: readonly string[]) => homines('tune', ...args);
const changeJson = (file: string, change: (value: string) => string): void =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

beforeAll(() => {
  lab = realpathSync(mkdtempSync(join(tmpdir(), 'homines-journey-')));
});
afterAll(async () => {
  await tune('serve', '--stop');
  rmSync(lab, { recursive: true, force: true });
});

/** The process that serves at this port; null: none does. */
function serverAt(port: string): number | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.endsWith('serve.py')) && words[words.indexOf('--port') + 1] === port)
        return Number(pid);
    } catch {
      // It has ended since.
    }
  return null;
}
async function until(holds: () => boolean, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms && !holds(); waited += 100) await sleep(100);
  return holds();
}

const set = ['--games', 'prisoners-dilemma', '--rows', '48', '--held-out', '16', '--seed', '1'];
const shares = ['--reasons', '0', '--decisions', '0.5', '--form', '0.1'];
const options = ['--epochs', '8', '--lr', '0.003', '--batch', '8', '--looks', '2', '--asked', '8', '--yes'];

it('a set is made and trained on, interrupted, and gone on with', async () => {
  expect((await tune('data', '--agent', 'economicus', ...set, ...shares, '--out', 'set')).code).toBe(0);
  const started = await tune('start', 'set', '--model', tiny(), '--name', 'econ', ...options, '--detach');
  expect(started.code, started.said).toBe(0);
  expect(await until(() => eventsOf(run('econ'), 'step').length >= 3, 300_000)).toBe(true);
  expect((await tune('stop', 'econ')).code).toBe(0);
  const [stopped] = eventsOf(run('econ'), 'stopped');
  expect(stopped).toMatchObject({ why: 'asked' });
  const unready = await tune('serve', 'econ');
  expect(unready.code).toBe(2);
  expect(unready.said).toContain('econ has no model yet');
  const resumed = await tune('resume', 'econ');
  expect(resumed.code, resumed.said).toBe(0);
  expect(resumed.said).toContain('alive missing');
  expect(eventsOf(run('econ'), 'started').map(({ resumedAt }) => resumedAt)).toEqual([0, stopped!.step]);
  expect(eventsOf(run('econ'), 'step').at(-1)).toMatchObject({ step: 48 });
  expect(proofsIn(readEvents(run('econ'))).map(({ name, passed }) => [name, passed])).toEqual(
    expect.arrayContaining([
      ['labels', true],
      ['mask', true],
      ['length', true],
      ['template', true],
    ]),
  );
});

it('a label that was flipped fails the first proof, and nothing is trained', async () => {
  cpSync(at('set'), at('flipped'), { recursive: true });
  const file = at('flipped', 'rows.jsonl');
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((one) => one.includes('"kind":"choice"') && /"completion":"[AB]"/.test(one))!;
  const id = /"id":"(t\d{5})"/.exec(line)![1]!;
  const flipped = line.replace(/"completion":"([AB])"/, (_, one) => `"completion":"${one === 'A' ? 'B' : 'A'}"`);
  changeJson(file, (text) => text.replace(line, () => flipped));
  changeJson(at('flipped', 'trl', 'train.jsonl'), (text) =>
    text.replace(
      new RegExp(`("id":"${id}".*"content":")([AB])"`),
      (_, before, one) => `${before}${one === 'A' ? 'B' : 'A'}"`,
    ),
  );
  // As somebody does who knows of the hash.
  const hash = hashOfRows(readFileSync(file), readFileSync(at('flipped', 'held-out.jsonl')));
  changeJson(at('flipped', 'set.json'), (text) => text.replace(/"hash": *"\w+"/, `"hash": "${hash}"`));
  const checked = await tune('check', 'flipped');
  expect(checked.code).toBe(1);
  expect(checked.said).toMatch(new RegExp(`labels failed: .*row ${id}`));
  const refused = await tune('start', 'flipped', '--model', tiny(), '--name', 'flipped', ...options);
  expect(refused.code).toBe(2);
  expect(refused.said).toContain(id);
  expect(existsSync(run('flipped'))).toBe(false);
});

/** How often the fifth proof is made again, dead and live. */
const TRIALS = 2;

const served = z.object({
  address: z.string(),
  seats: z.array(z.object({ id: z.string(), proven: z.boolean(), standing: z.string() })),
  bases: z.array(z.string()),
});
describe('served beside models that went wrong', () => {
  const proofOf = (name: string, proof: Proof['name']): Proof =>
    proofsIn(readEvents(run(name))).findLast((one) => one.name === proof)!;
  let address = '';

  it('an adapter of zeros fails the fifth proof, and another template the fourth', async () => {
    for (const name of ['dead', 'other']) {
      cpSync(run('econ'), run(name), { recursive: true });
      changeJson(join(run(name), 'run.json'), (text) => text.replace(/"name": *"econ"/, `"name": "${name}"`));
    }
    const zero = join(import.meta.dirname, 'zero_adapter.py');
    const made = await python(zero, run('dead'));
    expect(made.status, made.said).toBe(0);
    const weights = (folder: string): Buffer => readFileSync(join(folder, 'model.safetensors'));
    expect(weights(join(run('dead'), 'model')).equals(weights(tiny()))).toBe(true);
    expect(weights(join(run('econ'), 'model')).equals(weights(tiny()))).toBe(false);
    changeJson(join(run('other'), 'model', 'chat_template.jinja'), (text) =>
      text.replace("{{ message['role'] }}|>", "{{ message['role'] }}|> "),
    );

    const { code, out, said } = await tune('serve', 'econ', 'dead', 'other', '--keep', '--json');
    expect(code, said).toBe(0);
    const told = served.parse(JSON.parse(out));
    address = told.address;
    expect(told.bases).toEqual(['tuned/tiny']);
    expect(told.seats).toEqual([
      expect.objectContaining({ id: 'tuned/econ' }),
      expect.objectContaining({ id: 'tuned/dead', proven: false, standing: 'not a tuned model: alive failed' }),
      expect.objectContaining({
        id: 'tuned/other',
        proven: false,
        standing: expect.stringMatching(/^not a tuned model: template/),
      }),
    ]);
    expect(proofOf('dead', 'alive')).toMatchObject({
      figure: expect.stringMatching(/^0 of \d\d prompts answered otherwise/),
      fault: expect.stringContaining('the base answers'),
    });
    expect(proofOf('dead', 'template').passed).toBe(true);
    // It goes on though the command has ended.
    expect((await fetch(`${address}/models`)).status).toBe(200);
  });

  it('a dead adapter fails the fifth proof on other rows too, each time', async () => {
    const again = async (name: string, turn: number): Promise<Proof> => {
      const folder = mkdtempSync(join(tmpdir(), 'homines-again-'));
      try {
        for (const file of ['data', 'template.jsonl', 'run.json'])
          cpSync(join(run(name), file), join(folder, file), { recursive: true });
        const data = join(folder, 'data');
        const order = (line: string): string => createHash('sha256').update(`${turn}${line}`).digest('hex');
        for (const file of ['rows.jsonl', 'held-out.jsonl'])
          changeJson(join(data, file), (text) =>
            text
              .trimEnd()
              .split('\n')
              .toSorted((one, other) => order(one).localeCompare(order(other)))
              .map((line) => `${line}\n`)
              .join(''),
          );
        const hash = hashOfRows(readFileSync(join(data, 'rows.jsonl')), readFileSync(join(data, 'held-out.jsonl')));
        changeJson(join(data, 'set.json'), (text) => text.replace(/"hash": *"\w+"/, `"hash": "${hash}"`));
        const found = { folder, run: readRun(folder) };
        const { signal } = new AbortController();
        const proofs = await prove({ found, address, server: 'transformers', lab, signal });
        return proofs.find((one) => one.name === 'alive')!;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    for (const turn of Array.from({ length: TRIALS }, (_, i) => i)) {
      const dead = await again('dead', turn);
      expect(dead, dead.figure).toMatchObject({ passed: false });
    }
  });

  it('they play by name, and one that is no tuned model is told so', async () => {
    const match = async (name: string) =>
      homines('run', 'prisoners-dilemma', '--seats', `tuned/${name}?ask=decision,economicus`, '--matches', '1');
    const [good, bad] = [await match('econ'), await match('dead')];
    expect([good.code, bad.code], good.said + bad.said).toEqual([0, 0]);
    expect(bad.said).toContain('tuned/dead is not a tuned model: alive failed');
  });

  it('the server that was kept is used again, refuses a third name, and ends when it is told to', async () => {
    const again = await tune('serve', 'econ', '--keep', '--json');
    expect(served.parse(JSON.parse(again.out))).toMatchObject({ address });
    const port = new URL(address).port;
    expect(serverAt(port)).not.toBe(null);
    expect((await tune('serve', '--stop')).said).toContain('is ended');
    expect(serverAt(port)).toBe(null);
    expect((await tune('serve', '--stop')).said).toContain('No server');
  });
});

it('a command that is killed leaves no server', async () => {
  const port = String(await freePort());
  const command = begin(['tune', 'serve', 'econ', '--port', port], { cwd: lab });
  const began = await until(() => serverAt(port) !== null, 120_000);
  command.kill('SIGKILL');
  expect(began).toBe(true);
  expect(await until(() => serverAt(port) === null, 30_000)).toBe(true);
});
