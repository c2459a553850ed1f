/** A lab folder with a training set and a model's folder, and a cache in which a Python environment stands that is none. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCard } from '../src/trainer/environment.ts';
import { hashOf } from '../src/trainer/kept-folder.ts';
import { CUDA_REQUIREMENTS, pythonFile, REQUIREMENTS } from '../src/trainer/python-files.ts';
import type { TrainingSet } from '../src/tune/training-set.ts';
import { hashOfRows } from '../src/tune/set-written.ts';

export type FakeLab = {
  readonly folder: string;
  readonly cache: string;
  /** The program that stands in for Python. */
  readonly python: string;
  /** What a command of homines needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
};

/** Made anew for each test that writes. `made`: the environment is there. */
export function fakeLab(made = true): FakeLab {
  const folder = mkdtempSync(join(tmpdir(), 'homines-tune-'));
  const cache = join(folder, 'cache');
  const from = hashOf([REQUIREMENTS, ...(hasCard() ? [CUDA_REQUIREMENTS] : [])].map(pythonFile));
  const environment = join(cache, 'homines', `python-${from.slice(0, 12)}`);
  const python = join(environment, 'bin', 'python');
  if (made) {
    mkdirSync(join(environment, 'bin'), { recursive: true });
    writeFileSync(
      python,
      `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'fake-trainer.ts')}' "$@"\n`,
    );
    chmodSync(python, 0o755);
    writeFileSync(join(environment, 'made-from'), from);
  }
  return {
    ...{ folder, cache, python, env: { XDG_CACHE_HOME: cache } },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A model's folder as far as it is looked at before Python looks. */
export function fakeModel(
  folder: string,
  without: 'nothing' | 'config' | 'tokenizer' | 'template' | 'weights' = 'nothing',
): string {
  mkdirSync(folder, { recursive: true });
  const files: Readonly<Record<string, readonly [string, string]>> = {
    config: ['config.json', '{"model_type":"llama"}'],
    tokenizer: ['tokenizer.json', '{}'],
    template: ['tokenizer_config.json', '{"chat_template":"{{ messages }}"}'],
    weights: ['model.safetensors', ''],
  };
  for (const [part, [name, text]] of Object.entries(files))
    if (part !== without) writeFileSync(join(folder, name), text);
  return folder;
}

/** A set whose rows nobody reads: for what is about everything around it. Of somebody else's labels, which nobody can solve again. */
export function fakeSet(folder: string, change: (set: TrainingSet) => object = (set) => set): string {
  mkdirSync(join(folder, 'trl'), { recursive: true });
  const trl = Array.from({ length: 8 }, (_, i) => `{"id":"t${i}","prompt":[],"completion":[]}\n`).join('');
  const files = { 'rows.jsonl': '', 'held-out.jsonl': '', 'trl/train.jsonl': trl };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const set: TrainingSet = {
    ...{ version: 1, agent: 'economicus', taste: null, control: false, labels: 'not ours', games: [], seed: 1 },
    ...{
      shares: { reasons: 0, decisions: 0, form: 0, disclosed: 0, contrast: 0 },
      margin: 0,
      lambda: null,
      rows: { train: 8, heldOut: 0 },
      leftOut: {},
    },
    ...{ hash: hashOfRows('', ''), homines: '0.1.0', licence: 'MIT' },
  };
  writeFileSync(join(folder, 'set.json'), JSON.stringify(change(set)));
  return folder;
}
