/** Run folders with rows of their own, small enough to be trained in seconds, and train.py on them. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { pythonFile } from '../../src/trainer/python-files.ts';
import { readEvents } from '../../src/tune/run-read.ts';
import type { TuningEvent, TuningRun } from '../../src/tune/run-folder.ts';
import { readBefore } from '../../src/tune/trainer-forms.ts';
import { python } from './warm-python.ts';

/** What these tests need of a row; train.py reads no more. */
export type TinyRow = {
  readonly id: string;
  readonly kind: 'choice';
  readonly answerForm: 'words' | 'decision';
  readonly prompt: readonly { readonly role: 'system' | 'user'; readonly content: string }[];
  readonly decision: { readonly instruction: string; readonly options: readonly string[] } | null;
  readonly completion: string;
  readonly legal: readonly string[];
  readonly source: { readonly game: string; readonly key: string };
};

const OPTIONS = ['cooperate', 'defect'] as const;
const RULES = 'You play a game with another person. Both of you choose at the same time.';

/** Row number i: cooperation is right where both get more than 50 points by it, as a word or as a letter, in both orders. */
export function tinyRow(i: number): TinyRow {
  const both = (i * 37) % 100;
  const options = i % 4 < 2 ? OPTIONS : OPTIONS.toReversed();
  const right = both > 50 ? 'cooperate' : 'defect';
  const lettered = i % 3 === 0;
  const ask = `If both cooperate, both get ${both}.`;
  return {
    id: `t${String(i).padStart(5, '0')}`,
    kind: 'choice',
    answerForm: lettered ? 'decision' : 'words',
    prompt: [
      { role: 'system', content: RULES },
      { role: 'user', content: lettered ? ask : `${ask}\n\nWhat do you choose, ${options.join(' or ')}?` },
    ],
    decision: lettered ? { instruction: 'What do you choose?', options } : null,
    completion: lettered ? 'AB'[options.indexOf(right)]! : right,
    legal: lettered ? ['A', 'B'] : OPTIONS,
    source: { game: 'tiny', key: lettered ? 'letter' : 'word' },
  };
}

export const tinyRows = (count: number): readonly TinyRow[] => Array.from({ length: count }, (_, i) => tinyRow(i));

/** A row as TRL reads it. */
export const forTrainer = (row: TinyRow): object => ({
  id: row.id,
  prompt: readBefore(row),
  completion: [{ role: 'assistant', content: row.completion }],
});

export type TinySettings = {
  readonly options?: Partial<TuningRun['options']>;
  readonly data?: Partial<TuningRun['data']>;
  readonly rows?: readonly TinyRow[];
  readonly trained?: readonly object[];
  readonly heldOut?: readonly object[];
  readonly base?: string;
  /** In place of the base's folder: a GGUF file, of which the trainer makes `base/`. */
  readonly gguf?: string;
  readonly version?: number;
};

/** A run's folder, with everything that trains it beside its data as a copied folder has it. */
export function tinyRun({
  options = {},
  data = {},
  rows = tinyRows(32),
  trained = rows.map(forTrainer),
  heldOut = rows,
  base = join(inject('models'), 'tiny'),
  gguf,
  version = 1,
}: TinySettings = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'homines-tiny-run-'));
  mkdirSync(join(folder, 'data', 'trl'), { recursive: true });
  const lines = (name: string, values: readonly object[]): void =>
    writeFileSync(join(folder, 'data', name), values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  lines('rows.jsonl', rows);
  lines('held-out.jsonl', heldOut);
  lines('trl/train.jsonl', trained);
  const run = {
    version,
    name: 'tiny-run',
    createdAt: 1,
    homines: '0',
    base:
      gguf === undefined
        ? { given: base, kind: 'folder', path: base, name: 'tiny' }
        : { given: gguf, kind: 'gguf', path: 'base', name: 'tiny' },
    data: {
      hash: '0',
      agent: 'economicus',
      control: false,
      labels: 'ours',
      train: rows.length,
      heldOut: heldOut.length,
      ...data,
    },
    options: {
      epochs: 1,
      lr: 0.003,
      rank: 8,
      batch: 8,
      steps: null,
      seed: 1,
      maxLength: null,
      looks: 2,
      asked: 100,
      patience: null,
      thinking: false,
      device: 'cpu',
      ...options,
    },
  };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
  for (const name of ['train.py', 'weights.py', 'training', 'run.sh', 'requirements.txt'])
    cpSync(pythonFile(name), join(folder, name), { recursive: true });
  return folder;
}

/** A base of its own for one test: the tiny model's folder with a file of it changed. */
export function changedBase(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'homines-tiny-base-'));
  cpSync(join(inject('models'), 'tiny'), folder, { recursive: true });
  const text = change(readFileSync(join(folder, file), 'utf8'));
  if (text === '') rmSync(join(folder, file));
  else writeFileSync(join(folder, file), text);
  return folder;
}

/** train.py on a run's folder, to its end. */
export const train = (folder: string): ReturnType<typeof python> => python(join(folder, 'train.py'), folder);

/** The events of one kind, in their order. */
export function eventsOf<K extends TuningEvent['kind']>(
  folder: string,
  kind: K,
): readonly Extract<TuningEvent, { kind: K }>[] {
  return readEvents(folder).filter((event): event is Extract<TuningEvent, { kind: K }> => event.kind === kind);
}
