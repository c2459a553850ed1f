/** Run folders for Tinker with rows of their own, and tune_tinker.py on them, against the tuning server. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonFile } from '../../src/trainer/python-files.ts';
import type { ProviderRun } from '../../src/tune/run-folder.ts';
import { forTrainer, type TinyRow, tinyRows } from './tiny-run.ts';

export type TinkerSettings = {
  readonly options?: Partial<ProviderRun['options']>;
  readonly rows?: readonly TinyRow[];
  readonly trained?: readonly object[];
  /** Tokens that were agreed to. */
  readonly tokens?: number;
  readonly base?: string;
  readonly createdAt?: number;
};

/** A run's folder as it is made for Tinker. `address`: where its models are asked. */
export function tinkerRun(
  address: string,
  {
    options = {},
    rows = tinyRows(32),
    trained = rows.map(forTrainer),
    tokens = 1e6,
    base = 'homines/tiny',
    createdAt = 1,
  }: TinkerSettings = {},
): { readonly folder: string; readonly run: ProviderRun } {
  const folder = mkdtempSync(join(tmpdir(), 'homines-tinker-run-'));
  mkdirSync(join(folder, 'sent'));
  const lines = trained.map((value) => `${JSON.stringify(value)}\n`);
  writeFileSync(join(folder, 'sent', 'train.jsonl'), lines.join(''));
  const run: ProviderRun = {
    ...{ version: 1, name: 'tiny-run', createdAt, homines: '0', on: 'tinker' },
    provider: { name: 'tinker', address },
    base: { given: base, kind: 'provider', path: `tinker/${base}`, name: 'tiny' },
    data: {
      ...{ hash: 'f'.repeat(64), agent: 'economicus', control: false, labels: 'ours' },
      ...{ train: rows.length, heldOut: rows.length },
    },
    options: { epochs: null, lr: null, rank: null, batch: null, seed: 1, ...options },
    price: { tokens, usd: 1, most: null },
  };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
  for (const name of ['tune_tinker.py', 'training', 'run.sh', 'requirements-tinker.txt'])
    cpSync(pythonFile(name), join(folder, name), { recursive: true });
  return { folder, run };
}
