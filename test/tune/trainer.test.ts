/** train.py on real weights of our own making: it learns, goes on where it stopped, and says what it has proved. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { pythonFile } from '../../src/trainer/python-files.ts';
import { ended, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';
import { readEvents, readRun } from '../../src/tune/run-read.ts';
import { tuningEvent } from '../../src/tune/run-folder.ts';
import { eventsOf, tinyRows, tinyRun, train, type TinyRow, type TinySettings } from './tiny-run.ts';
import { python } from './warm-python.ts';

const made: string[] = [];
const run = (settings?: TinySettings): string => {
  const folder = tinyRun(settings);
  made.push(folder);
  return folder;
};
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const digestOf = (folder: string): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'adapter', 'adapter_model.safetensors')))
    .digest('hex');

/** What shared_beginnings.py finds. */
const shared = z.strictObject({
  two: z.array(z.number()),
  four: z.array(z.number()),
  padded: z.array(z.number()),
  trained: z.array(z.number()),
  places: z.array(z.number()),
  strangers: z.boolean(),
  shares: z.array(z.boolean()),
  apart: z.number(),
  wrong: z.number(),
  same: z.array(z.boolean()),
  other: z.boolean(),
  'all trained': z.boolean(),
});

const LEARNS: TinySettings = { options: { epochs: 24, rank: 16 } };

it('a folder by itself learns its rows, proves three things of them and leaves the model', async () => {
  const folder = run(LEARNS);
  expect(readRun(folder).name).toBe('tiny-run');
  const { status, said } = await ended('sh', [join(folder, 'run.sh')], { env: { HOMINES_PYTHON: inject('python') } });
  expect(status, said).toBe(0);
  const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  const kinds = lines.map((line) => tuningEvent.parse(JSON.parse(line)).kind);
  // Before the libraries are read, which takes seconds to a minute, it is said that they are.
  expect(kinds.slice(0, 2)).toEqual(['begun', 'doing']);
  expect(eventsOf(folder, 'doing')[0]!.what).toContain('libraries');
  expect(kinds.indexOf('proof')).toBeLessThan(kinds.indexOf('step'));
  expect(kinds.at(-1)).toBe('finished');
  const proofs = eventsOf(folder, 'proof').map(({ proof }) => [proof.name, proof.passed] as const);
  expect(proofs).toEqual([
    ['mask', true],
    ['length', true],
    ['template', true],
  ]);
  expect(eventsOf(folder, 'proof')[0]!.proof.figure).toMatch(/^32 of 32 rows kept/);
  const looks = eventsOf(folder, 'held-out');
  expect(looks.map(({ step }) => step)).toEqual([0, 48, 96]);
  expect(looks.map(({ all }) => all.asked)).toEqual([32, 32, 32]);
  expect(Object.keys(looks[0]!.byNode).toSorted()).toEqual(['tiny letter', 'tiny word']);
  expect(looks.at(-1)!.all.right).toBeGreaterThanOrEqual(31);
  expect(looks[0]!.all.right).toBeLessThan(28);
  const [finished] = eventsOf(folder, 'finished');
  expect(finished!.digest).toBe(digestOf(folder));
  for (const file of ['config.json', 'model.safetensors', 'tokenizer.json', 'chat_template.jinja'])
    expect(existsSync(join(folder, 'model', file)), file).toBe(true);
  const texts = readFileSync(join(folder, 'template.jsonl'), 'utf8').trimEnd().split('\n');
  expect(texts).toHaveLength(32);
  const first = JSON.parse(texts[0]!) as { id: string; sha256: string; text: string };
  expect(first.sha256).toBe(createHash('sha256').update(first.text).digest('hex'));
  expect(first.text).toContain('Answer with the letter of the option that fits best (A to B) only.');

  const again = await train(folder);
  expect(again.status).toBe(0);
  expect(readEvents(folder)).toHaveLength(lines.length);
});

it('stopped in the middle and torn, it goes on to the same weights as one that was not', async () => {
  const settings: TinySettings = { options: { epochs: 3, looks: 3 }, data: { control: true } };
  const [whole, parted] = [run(settings), run(settings)];
  const undisturbed = train(whole);
  const cut = train(parted);
  while (eventsOf(parted, 'step').length < 5) await new Promise((done) => setTimeout(done, 20));
  process.kill(eventsOf(parted, 'started')[0]!.pid, 'SIGTERM');
  expect((await cut).status).toBe(0);
  const [stopped] = eventsOf(parted, 'stopped');
  expect(stopped!.why).toBe('asked');
  expect(stopped!.step).toBeGreaterThanOrEqual(5);
  expect(stopped!.step).toBeLessThan(12);
  expect(existsSync(join(parted, 'model'))).toBe(false);

  // As a machine that went down leaves it: a later checkpoint of which only a part was written, and half a line.
  const half = join(parted, 'checkpoints', 'checkpoint-12');
  cpSync(join(parted, 'checkpoints', `checkpoint-${stopped!.step}`), half, { recursive: true });
  rmSync(join(half, 'whole.json'));
  writeFileSync(join(half, 'adapter_model.safetensors'), 'cut');
  appendFileSync(join(parted, 'events.jsonl'), '{"kind":"step","at":17');

  const resumed = await train(parted);
  expect(resumed.status, resumed.said).toBe(0);
  expect((await undisturbed).status).toBe(0);
  expect(eventsOf(parted, 'started').map(({ resumedAt }) => resumedAt)).toEqual([0, stopped!.step]);
  const losses = (folder: string): ReadonlyMap<number, number> =>
    new Map(eventsOf(folder, 'step').map(({ step, loss }) => [step, loss]));
  expect(losses(whole).size).toBe(12);
  expect(losses(parted)).toEqual(losses(whole));
  const looks = (folder: string): readonly unknown[] =>
    eventsOf(folder, 'held-out').map(({ step, all, byNode }) => ({ step, all, byNode }));
  expect(looks(parted)).toEqual(looks(whole));
  expect(digestOf(parted)).toBe(digestOf(whole));
});

it.each([
  ['all', ['0', '1']],
  ['upper', ['1']],
] as const)('of %s layers of two those have an adapter: %j', async (layers, adapted) => {
  const folder = run({ options: { layers, looks: 0, steps: 1 } });
  expect((await train(folder)).status).toBe(0);
  const adapter = readFileSync(join(folder, 'adapter', 'adapter_model.safetensors'), 'latin1');
  const named = new Set([...adapter.matchAll(/\blayers\.(\d+)\.[\w.]+\.lora_/g)].map(([, layer]) => layer));
  expect([...named].toSorted()).toEqual(adapted);
});

it('a file in its folder asks it to stop, once', async () => {
  const folder = run();
  writeFileSync(join(folder, 'stop.asked'), '');
  expect((await train(folder)).status).toBe(0);
  expect(eventsOf(folder, 'stopped').map(({ step, why }) => [step, why])).toEqual([[0, 'asked']]);
  expect(eventsOf(folder, 'step')).toEqual([]);
  expect(existsSync(join(folder, 'stop.asked'))).toBe(false);
});

it('ends early where agreement does not rise, and keeps the best that there was', async () => {
  const folder = run({ options: { epochs: 2, looks: 4, patience: 1, lr: 1e-9 } });
  expect((await train(folder)).status).toBe(0);
  expect(eventsOf(folder, 'stopped').map(({ step, why }) => [step, why])).toEqual([[2, 'early']]);
  expect(eventsOf(folder, 'step')).toHaveLength(2);
  expect(eventsOf(folder, 'finished').map(({ step }) => step)).toEqual([2]);
});

it('the look that gives right answers the most probability is the best one, however many it has by a hair', async () => {
  const { status, said } = await python(
    '-c',
    [
      'import sys',
      'sys.path.insert(0, sys.argv[1])',
      'from training.course import LookAt, best_of',
      'print(best_of([LookAt(0, 24, 24, 1.0), LookAt(60, 21, 24, 0.7), LookAt(120, 19, 24, 0.8)]), end=" ")',
      'print(best_of([LookAt(0, 0, 24, 0.1), LookAt(60, 20, 24, 0.8), LookAt(120, 20, 24, 0.8)]), best_of([LookAt(0, 1, 2, 0.5)]))',
    ].join('\n'),
    dirname(pythonFile('train.py')),
  );
  expect([status, said.trim()]).toEqual([0, '120 120 None']);
});

it('rows of somebody else are trained on without a look, and without a word about agreement', async () => {
  const folder = run({
    rows: [],
    heldOut: [],
    trained: tinyRows(8).map(({ completion }, i) => ({
      prompt: [{ role: 'user', content: `Question ${i}` }],
      completion: [{ role: 'assistant', content: completion }],
    })),
    data: { labels: 'not ours' },
  });
  const { status, said } = await train(folder);
  expect(status, said).toBe(0);
  expect(eventsOf(folder, 'held-out')).toEqual([]);
  expect(eventsOf(folder, 'doing').some(({ what }) => what.includes('no agreement is measured'))).toBe(true);
  expect(eventsOf(folder, 'finished')).toHaveLength(1);
});

it('where memory does not hold the batch, half of it is tried once and the effective batch stays', async () => {
  const without = (times: number): string => `
import runpy, sys, torch
sys.path.insert(0, sys.argv[1])
from trl import SFTTrainer
step, left = SFTTrainer.training_step, [${times}]
def short(self, model, inputs, *rest):
    if left[0] and self.args.per_device_train_batch_size * 2 ** (${times} - 1) >= 8:
        left[0] -= 1
        raise torch.OutOfMemoryError("CUDA out of memory.")
    return step(self, model, inputs, *rest)
SFTTrainer.training_step = short
sys.argv = ["train.py", sys.argv[1]]
runpy.run_path(sys.argv[1] + "/train.py", run_name="__main__")
`;
  const [once, twice] = [run({ options: { looks: 0 } }), run({ options: { looks: 0 } })];
  const [first, second] = await Promise.all([once, twice].map((folder, i) => python('-c', without(i + 1), folder)));
  expect(first!.status, first!.said).toBe(0);
  expect(eventsOf(once, 'batch').map(({ size }) => size)).toEqual([4]);
  expect(eventsOf(once, 'step')).toHaveLength(4);
  expect(eventsOf(once, 'finished')).toHaveLength(1);
  expect(second!.status, second!.said).toBe(2);
  expect(eventsOf(twice, 'failed')[0]!.sentence).toContain('--batch 2');
});

it('a GGUF file is made a folder with the weights that it holds, and is trained', async () => {
  const tiny = join(inject('models'), 'tiny');
  const home = run();
  const file = join(home, 'tiny.gguf');
  const written = await python(join(import.meta.dirname, 'tiny_gguf.py'), tiny, file);
  expect(written.status, written.said).toBe(0);
  const folder = run({ gguf: file, options: { steps: 1, looks: 0 } });
  const { status, said } = await train(folder);
  expect(status, said).toBe(0);
  const weights = (of: string): Buffer => readFileSync(join(of, 'model.safetensors'));
  expect(weights(join(folder, 'base')).equals(weights(tiny))).toBe(true);
  expect(eventsOf(folder, 'step')).toHaveLength(1);
  expect(eventsOf(folder, 'finished')).toHaveLength(1);
});

it('two do not train in one folder', async () => {
  const folder = run();
  const lock = `import sys; sys.path.insert(0, sys.argv[1]); import pathlib, training.folder as f; held = f.alone(pathlib.Path(sys.argv[1])); print("held", flush=True); sys.stdin.read()`;
  const holder = spawn(inject('python'), [...PYTHON_FLAGS, '-c', lock, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((done) => holder.stdout.once('data', done));
  const { status, said } = await train(folder);
  holder.stdin.end();
  expect(status).toBe(2);
  expect(said).toContain('Another process trains in');
  expect(readEvents(folder)).toEqual([]);
});

it('what rows of a step begin with alike is reckoned once, with the gradient of each by itself', async () => {
  const { status, out, said } = await python(
    join(import.meta.dirname, 'shared_beginnings.py'),
    dirname(pythonFile('train.py')),
    join(inject('models'), 'tiny'),
  );
  expect(status, said).toBe(0);
  const found = shared.parse(JSON.parse(out.trim().split('\n').at(-1)!));
  // Two rows of 36 tokens that share 30; of four, a stranger in a line of its own, as long as the longest.
  expect([found.two, found.four]).toEqual([
    [1, 42],
    [2, 48],
  ]);
  expect(found.padded).toEqual([1, 1, 48, 48]);
  expect(found.places).toEqual([34, 35, 30, 31, 32, 33, 34, 35]);
  expect(found.trained).toEqual([9, 9]);
  expect(found.shares).toEqual([true, false, false]);
  expect(found.strangers).toBe(true);
  expect(found.apart).toBeLessThan(1e-5);
  expect(found.wrong).toBeGreaterThan(0.1);
  // A model that looks at what is near in the line, and a mask that lets a row see the other, are found out.
  expect(found.same).toEqual([true, false]);
  expect(found.other).toBe(false);
  expect(found['all trained']).toBe(false);
});

it('the training takes them so, unless the model gives other answers then', async () => {
  const told = (same: string): string => `
import runpy, sys
sys.path.insert(0, sys.argv[1])
from trl import SFTTrainer
import training.shared_beginnings as shared
${same}
step = SFTTrainer.training_step
def told(self, model, inputs, *rest):
    print("LINES", len(inputs["input_ids"]), flush=True)
    return step(self, model, inputs, *rest)
SFTTrainer.training_step = told
sys.argv = ["train.py", sys.argv[1]]
runpy.run_path(sys.argv[1] + "/train.py", run_name="__main__")
`;
  const [first, second] = tinyRows(8).filter(({ decision }) => decision === null);
  const twin = (last: string): TinyRow => ({
    ...first!,
    prompt: [first!.prompt[0]!, { role: 'user', content: `${first!.prompt[1]!.content} ${last}` }],
  });
  const rows = [twin('Now.'), twin('Soon.'), first!, { ...second!, prompt: second!.prompt.slice(1) }];
  const settings: TinySettings = { rows, options: { looks: 0, batch: 2, epochs: 1, steps: 2 } };
  const [one, other] = [run(settings), run(settings)];
  const [shares, parts] = await Promise.all([
    python('-c', told(''), one),
    python('-c', told('shared.is_same = lambda *_: False'), other),
  ]);
  const lines = (said: string): readonly number[] =>
    [...said.matchAll(/LINES (\d)/g)].map(([, count]) => Number(count));
  expect(lines(shares.said), shares.said).toEqual([1, 2]);
  expect(lines(parts.said), parts.said).toEqual([2, 2]);
  const losses = [one, other].map((folder) => eventsOf(folder, 'step').map(({ loss }) => loss));
  expect(losses[0]![0]).toBeCloseTo(losses[1]![0]!, 1);
});

it('numbers of 16 bits are reckoned with where the processor has instructions for them', async () => {
  const { status, out, said } = await python(
    '-c',
    [
      'import sys',
      'sys.path.insert(0, sys.argv[1])',
      'import torch',
      'from training.attempt import _dtype, _has_bf16',
      'cpu = torch.device("cpu")',
      'for has in ({}, {"avx2": True, "avx512_f": True, "avx512_bf16": False}, {"avx512_bf16": True}, {"amx_bf16": True}):',
      '    torch.cpu.get_capabilities = lambda has=has: has',
      '    print(_has_bf16(cpu), _dtype(cpu), end=" ")',
    ].join('\n'),
    dirname(pythonFile('train.py')),
  );
  expect(status, said).toBe(0);
  // The weights are exact in any case: what is merged and served is.
  expect(out.trim().split(' ')).toEqual(
    [false, false, true, true].flatMap((has) => [has ? 'True' : 'False', 'torch.float32']),
  );
});
