/**
 * How often the fifth proof takes a dead adapter for a live one, really served: an adapter as PEFT begins it, which changes nothing,
 * merged into the tiny model, served beside its base by transformers, and proved again and again, each time on other rows. A
 * live one (small random numbers, trained on nothing, so proved as a control is) is proved between, so that it is seen that the
 * proof can pass. Arguments: trials of the dead one (default 100), of the live one (default 5). Prints JSON.
 *
 *     node test/bench/dead-adapters.ts 100 5
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prove } from '../../src/commands/tune/prove.ts';
import { seatRuns } from '../../src/commands/tune/seat.ts';
import { ended, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';
import { freePort, startServing } from '../../src/trainer/serving.ts';
import { makeRows } from '../../src/tune/rows-made.ts';
import type { TuningRun } from '../../src/tune/run-folder.ts';
import { hashOfRows, writeSet } from '../../src/tune/set-written.ts';
import { readTrainedAgent } from '../../src/tune/trained-agent.ts';
import { trainableGames } from '../../src/tune/trainable-games.ts';
import { environment } from '../real/environment.ts';

const [dead = 100, live = 5] = process.argv.slice(2).map(Number);
const lab = realpathSync(mkdtempSync(join(tmpdir(), 'homines-dead-')));
const { python, models } = await environment();
const base = join(models, 'tiny');
const { signal } = new AbortController();
const games = await trainableGames();

const made = madeSet(join(lab, 'set'));
for (const name of ['dead', 'live']) written(join(lab, 'tunes', name), name, made);
const adapters = await ended(python, [
  ...[...PYTHON_FLAGS, join(import.meta.dirname, 'dead_adapter.py'), base],
  ...['dead', 'live'].map((name) => join(lab, 'tunes', name)),
]);
if (adapters.status !== 0) throw new Error(adapters.said);

const serving = await startServing({
  ...({ python, server: 'transformers', port: await freePort(), thinking: false, keep: false } as const),
  models: [
    { name: 'dead', model: join(lab, 'tunes', 'dead', 'model') },
    { name: 'live', model: join(lab, 'tunes', 'live', 'model') },
    { name: 'tiny', model: base },
  ],
  ...{ log: join(lab, 'log'), rendered: join(lab, 'tunes', 'rendered.jsonl'), signal, hear: () => undefined },
});
const passed = { dead: 0, live: 0 };
const figures: string[] = [];
const since = performance.now();
try {
  const runs = (['dead', 'live'] as const).map((name) => ({
    folder: join(lab, 'tunes', name),
    run: runOf(name, made),
  }));
  await seatRuns(lab, runs, { address: serving.address, server: 'transformers' }, signal);
  for (let turn = 0; turn < Math.max(dead, live); turn++)
    for (const name of ['dead', 'live'] as const) {
      if (turn >= (name === 'dead' ? dead : live)) continue;
      const folder = mkdtempSync(join(tmpdir(), 'homines-trial-'));
      cpSync(join(lab, 'set'), join(folder, 'data'), { recursive: true });
      const hash = shuffled(join(folder, 'data'), turn);
      written(folder, name, hash, false);
      const found = { folder, run: runOf(name, hash) };
      const proofs = await prove({ found, address: serving.address, server: 'transformers', lab, signal });
      const alive = proofs.find((one) => one.name === 'alive')!;
      passed[name] += alive.passed ? 1 : 0;
      if (turn === 0 || (name === 'dead' && alive.passed)) figures.push(`${name}: ${alive.figure}`);
      rmSync(folder, { recursive: true });
      if (turn % 10 === 9 && name === 'dead')
        process.stderr.write(`${turn + 1} trials, ${passed.dead} dead passed, ${secondsSince()} s\n`);
    }
} finally {
  await serving.stop();
  rmSync(lab, { recursive: true, force: true });
}
process.stdout.write(
  `${JSON.stringify({ dead: { trials: dead, passed: passed.dead }, live: { trials: live, passed: passed.live }, figures, seconds: secondsSince() })}\n`,
);

function secondsSince(): number {
  return Math.round((performance.now() - since) / 1000);
}

/** A set in which every look finds rows: letters, and some bare words. Gives its hash. */
function madeSet(folder: string): string {
  const agent = readTrainedAgent('economicus');
  const shares = { reasons: 0, decisions: 0.9, form: 0, contrast: 0.5, disclosed: 0.25 };
  const wanted = { agent, games: games.slice(0, 1), train: 240, heldOut: 60, seed: 1, margin: 0.1, lambda: null };
  const making = makeRows({ ...wanted, ...shares, control: false });
  let step = making.next();
  while (step.done !== true) step = making.next();
  const { train, heldOut, leftOut } = step.value;
  return writeSet(
    folder,
    {
      ...{ version: 1, agent: agent.name, taste: agent.taste, control: false, labels: 'ours', seed: 1, shares },
      ...{ games: wanted.games.map(({ name }) => name), margin: 0.1, lambda: null, leftOut },
      ...{ rows: { train: train.length, heldOut: heldOut.length }, homines: '0', licence: 'MIT' },
    },
    { train, heldOut },
    () => ({ card: '', preview: '' }),
  ).hash;
}

/** The rows in another order, so that others are asked. Gives their hash. */
function shuffled(data: string, turn: number): string {
  const order = (line: string): string => createHash('sha256').update(`${turn}${line}`).digest('hex');
  for (const name of ['rows.jsonl', 'held-out.jsonl']) {
    const lines = readFileSync(join(data, name), 'utf8').trimEnd().split('\n');
    const turned = lines.toSorted((one, other) => order(one).localeCompare(order(other)));
    writeFileSync(join(data, name), turned.map((line) => `${line}\n`).join(''));
  }
  const hash = hashOfRows(readFileSync(join(data, 'rows.jsonl')), readFileSync(join(data, 'held-out.jsonl')));
  const set = join(data, 'set.json');
  writeFileSync(set, readFileSync(set, 'utf8').replace(/"hash": *"\w+"/, `"hash": "${hash}"`));
  return hash;
}

function runOf(name: string, hash: string): TuningRun {
  return {
    ...{ version: 1, name, createdAt: 1, homines: '0' },
    base: { given: base, kind: 'folder', path: base, name: 'tiny' },
    // Nothing was learned: where agreement is asked for no live one would pass.
    data: { hash, agent: 'economicus', control: name === 'live', labels: 'ours', train: 240, heldOut: 60 },
    options: {
      ...{ epochs: 1, lr: 0.001, rank: 8, layers: 'all', batch: 8, steps: null, seed: 1 },
      ...{ maxLength: null, looks: 0, asked: 1, patience: null, thinking: false, device: 'cpu' },
    },
  };
}

/** A run's folder as far as a proof reads it. What the trainer read is another proof's. */
function written(folder: string, name: string, hash: string, whole = true): void {
  mkdirSync(folder, { recursive: true });
  if (whole) writeFileSync(join(folder, 'run.json'), JSON.stringify(runOf(name, hash)));
  writeFileSync(join(folder, 'template.jsonl'), '');
}
