/** Tokens that are counted before a job is ordered are those that transformers counts with the same tokenizer and template. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { cacheFolder } from '../../src/disk/cache-folder.ts';
import { plannedFile } from '../../src/jobs/rows-file.ts';
import { rowTokens, sentRows } from '../../src/jobs/sent-proofs.ts';
import { tokenCounter } from '../../src/jobs/token-count.ts';
import { ended, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';
import { readTrainingSet } from '../../src/tune/set-read.ts';
import { madeSet, newFolder } from '../jobs/plan.ts';
import { TINY } from './environment.ts';

const counts = z.array(z.object({ tokens: z.number(), trained: z.number() }));

it('row by row, whole and answer', async () => {
  const place = newFolder();
  try {
    const { train } = readTrainingSet(await madeSet(place, 48));
    const { bytes } = plannedFile('together', 'train', train);
    const model = join(cacheFolder(), 'tiny-model', TINY);
    const { signal } = new AbortController();
    const { counter } = await tokenCounter({ tuner: 'together', base: 'x', tokenizer: model, signal });
    const ours = await rowTokens(sentRows(train, bytes), counter, signal, () => undefined);
    const rows = join(place, 'messages.jsonl');
    writeFileSync(rows, bytes);
    const script = join(import.meta.dirname, 'chat_tokens.py');
    const python = await ended(inject('python'), [...PYTHON_FLAGS, script, model, rows], { limit: 100_000 });
    expect(ours).toEqual(counts.parse(JSON.parse(python.out)));
    expect(Math.min(...ours.map(({ trained }) => trained))).toBeGreaterThan(1);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
